/** What runs in the container, as whom and where, and how it ends. */

import { integer } from "../../../cli/flag-kinds.js";
import { bool, str, type Values } from "../../../cli/flags.js";
import type { ContainerConfig } from "./types.js";

export const processFlags = {
  entrypoint: str("Override the image's entrypoint; an empty value clears it"),
  hostname: str("Host name inside the container", { short: "h" }),
  domainname: str("NIS domain name inside the container"),
  user: str("Run as this user: <name|uid>[:<group|gid>]", { short: "u" }),
  workdir: str("Working directory inside the container", { short: "w" }),
  init: bool("Run an init process that forwards signals and reaps zombies", { api: "1.25" }),
  stopSignal: str("Signal to stop the container with"),
  stopTimeout: integer("Seconds to wait before killing the container on stop", { api: "1.25" }),
  rm: bool("Remove the container and its anonymous volumes when it exits"),
  restart: str("Restart policy: no, on-failure[:n], always, unless-stopped", { def: "no" }),
  readOnly: bool("Mount the root filesystem read-only"),
  runtime: str("OCI runtime to use"),
  isolation: str("Container isolation technology (Windows)"),
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
