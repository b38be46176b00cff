/** The directory of the private engine: what is in it, and what is written down of the engine. */
import fs from "node:fs";
import path from "node:path";
import { ownEngineFolder, ownEngineRun, socketIn } from "../engine/endpoint/own-engine.js";
import { UserError } from "../errors.js";
import { replaceFile } from "../io/atomic-file.js";
import type { ProcessId } from "../io/processes.mjs";
import type { Spinner } from "../io/spinner.js";
import { homeDirectory, userId } from "../io/user.js";

/** What a private engine needs of the context. */
export interface EngineHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  now(): number;
  spinner(text: string): Spinner;
}

export type Kind = "dockerd" | "rootless" | "podman";

export interface State {
  kind: Kind;
  /** In a network namespace of its own, as root. */
  isolated: boolean;
  /** Absent while it is stopped. */
  process?: ProcessId;
  /** Milliseconds since the epoch of its last start. */
  since: number;
}

export interface Place {
  folder: string;
  /** Images, containers, volumes. */
  data: string;
  /** Sockets, of the daemon and of what it starts. */
  run: string;
  socket: string;
  /** As in DOCKER_HOST. */
  host: string;
  log: string;
  /** What the network of an isolated one is called, and its addresses: "LINK HOST-ADDRESS OWN-ADDRESS". */
  network: string;
  state: string;
}

export function placeOf({ env }: Pick<EngineHost, "env">): Place {
  const folder = ownEngineFolder(env, homeDirectory(env));
  const run = ownEngineRun(folder, userId());
  const at = (name: string) => path.join(folder, name);
  const socket = socketIn(run);
  return {
    folder,
    data: at("data"),
    run,
    socket,
    host: `unix://${socket}`,
    log: at("log"),
    network: at("network"),
    state: at("state.json"),
  };
}

/** Makes the directories, for this user alone. Throws UserError where somebody else was there first. */
export function makeFolders({ folder, data, run }: Place): void {
  for (const one of [folder, data, run]) {
    fs.mkdirSync(one, { recursive: true, mode: 0o700 });
    const stat = fs.lstatSync(one);
    if (!stat.isDirectory() || stat.uid !== userId()) throw new UserError(`${one} is not yours: an engine of your own cannot be there`);
    // Below one's own home it may be older than we are; /tmp is not for mending.
    if ((stat.mode & 0o077) !== 0 && one === folder) fs.chmodSync(one, 0o700);
  }
}

/** Undefined where there is no engine. Throws UserError for a file that is none of ours. */
export function readState({ state }: Place): State | undefined {
  let text: string;
  try {
    text = fs.readFileSync(state, "utf8");
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text) as State;
  } catch (error) {
    throw new UserError(`${state}: ${(error as Error).message}`, { cause: error });
  }
}

export function writeState({ state }: Place, value: State): void {
  replaceFile(state, `${JSON.stringify(value, null, 2)}\n`);
}

/** The address at which ports that containers publish are reached; undefined where that is the machine's own. */
export function addressOf({ network }: Place): string | undefined {
  try {
    return fs.readFileSync(network, "utf8").trim().split(" ")[2];
  } catch {
    return undefined;
  }
}

/** The end of what the engine wrote, for a message. */
export function logTail({ log }: Place, lines = 12): string {
  try {
    return fs.readFileSync(log, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  } catch {
    return "";
  }
}

/** The line to eval in a shell. */
export function exportLine({ host }: Place): string {
  const plain = /^[\w@%+=:,./-]+$/.test(host);
  return `export DOCKER_HOST=${plain ? host : `'${host.replaceAll("'", "'\\''")}'`}\n`;
}
