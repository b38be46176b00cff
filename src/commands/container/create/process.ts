/** What runs in the container, as whom and where, and how it ends. */

import { integer } from "../../../cli/flag-kinds.js";
import { bool, str, type Values } from "../../../cli/flags.js";
import type { ContainerConfig } from "./types.js";

export const processFlags = {
  entrypoint: str("Program to run in place of the image's entrypoint; empty for none"),
  hostname: str("Host name that the container sees", { short: "h" }),
  domainname: str("NIS domain name that the container sees"),
  user: str("User name or ID, with a group if wanted (<name|uid>[:<group|gid>])", { short: "u" }),
  workdir: str("Folder that the command starts in", { short: "w" }),
  init: bool("Run an init that reaps processes and passes signals on", { api: "1.25" }),
  stopSignal: str("Signal that stops the container"),
  stopTimeout: integer("Seconds to wait after the stop signal before killing", { api: "1.25" }),
  rm: bool("Remove the container and its anonymous volumes when it ends"),
  restart: str("When the engine starts the container again", { def: "no" }),
  readOnly: bool("Mount the root filesystem read-only"),
  runtime: str("OCI runtime to use"),
  isolation: str("Isolation technology"),
};

type ProcessConfig = Pick<
  ContainerConfig,
  "Hostname" | "Domainname" | "User" | "Cmd" | "WorkingDir" | "Entrypoint" | "StopSignal" | "StopTimeout"
>;

/** An empty --entrypoint resets the image's; none leaves it. */
function entrypoint(value: string, written: boolean): string[] | null {
  return value !== "" || written ? [value] : null;
}

export function processConfig(f: Values<typeof processFlags>, changed: ReadonlySet<string>, args: readonly string[]): ProcessConfig {
  return {
    Hostname: f.hostname,
    Domainname: f.domainname,
    User: f.user,
    Cmd: args.length > 0 ? args : null,
    WorkingDir: f.workdir,
    Entrypoint: entrypoint(f.entrypoint, changed.has("entrypoint")),
    StopSignal: f.stopSignal || undefined,
    StopTimeout: changed.has("stopTimeout") ? f.stopTimeout : undefined,
  };
}
