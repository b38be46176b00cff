/** The end of a private engine: of its processes, of what the system lent it, of its files. */
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { StatusError } from "../errors.js";
import { childrenOf, commandLine, descendantsOf, ended, isAlive, type ProcessId, sendSignal } from "../io/processes.mjs";
import { openOwn } from "./client.js";
import { cgroupOf, podmanOptions, userSettings } from "./daemon.js";
import { releaseCommand } from "./namespaces.js";
import { type EngineHost, type Place, readState, type State, writeState } from "./place.js";

const exec = promisify(execFile);

/** dockerd gives containers 10 seconds, or more where they ask for it. */
const STOP_MS = 45_000;
const KILL_MS = 10_000;

/** Asks the daemon to stop its containers and end; kills what does not. The data stays. */
export async function stopEngine(host: EngineHost, place: Place): Promise<void> {
  const state = readState(place);
  if (state?.process && isAlive(state.process)) {
    // Podman's service would leave its containers running.
    if (state.kind === "podman") await stopContainers(host, place).catch(() => {});
    for (const pid of asked(state, state.process)) sendSignal(pid, "SIGTERM");
    await ended(state.process, STOP_MS);
  }
  await letGo(place);
}

/** Whom a polite signal is for: the first process of the namespace; rootlesskit, which passes it on; both halves of Podman's service. */
function asked({ isolated, kind }: State, id: ProcessId): number[] {
  if (isolated) return childrenOf(id);
  return [kind === "podman" ? -id.pid : id.pid];
}

async function stopContainers(host: EngineHost, place: Place): Promise<void> {
  const engine = openOwn(host, place);
  try {
    const running = await engine.json<{ Id: string }[]>("GET", "/containers/json");
    await Promise.all(running.map(({ Id }) => engine.request("POST", `/containers/${Id}/stop`)));
  } finally {
    engine.close();
  }
}

/** Ends what still runs, at once, and takes back network, control groups and sockets. Without an engine there is nothing to do. */
export async function letGo(place: Place): Promise<void> {
  const state = readState(place);
  if (!state) return;
  if (state.process && isAlive(state.process)) await kill(place, state, state.process);
  if (state.kind === "podman" && !state.isolated) endPause(place);
  if (state.isolated) await exec(...spread(releaseCommand(place.folder, [cgroupOf(place), "libpod_parent"])));
  fs.rmSync(place.socket, { force: true });
  const { process: _, ...stopped } = state;
  writeState(place, stopped);
}

async function kill(place: Place, { kind, isolated }: State, id: ProcessId): Promise<void> {
  // Each of a user's Podman containers is a tree of its own.
  if (kind === "podman" && !isolated) await asUser(place, ["podman", ...podmanOptions(place, false), "kill", "--all"]);
  // The first process of the namespace takes all others along; elsewhere it is a process group.
  const inner = isolated ? childrenOf(id) : [];
  const others = descendantsOf(id);
  for (const pid of inner) sendSignal(pid, "SIGKILL");
  if (inner.length === 0 || !(await ended(id, KILL_MS))) sendSignal(-id.pid, "SIGKILL");
  // Those that go with it go a moment later, and write as long as they live.
  for (const one of [id, ...others]) {
    if (!(await ended(one, KILL_MS))) throw new StatusError(`the engine (process ${one.pid}) does not end`);
  }
}

const spread = ([file = "", ...args]: readonly string[]) => [file, args] as const;

/** Removes the files of a stopped engine. */
export async function removeFiles(place: Place): Promise<void> {
  const state = readState(place);
  if (state && !state.isolated) await removeForeign(place, state);
  for (const folder of [place.run, place.folder]) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    fs.rmdirSync(path.dirname(place.folder));
  } catch {} // something else of ours is kept there
}

/** What containers of a user have written belongs to numbers that only mean something to the user's own namespace. */
async function removeForeign(place: Place, { kind }: State): Promise<void> {
  const inRun = ["docker", "runc", "kit", "p", "crun"].map((name) => path.join(place.run, name));
  const remove = ["rm", "-rf", place.data, ...inRun];
  if (kind === "rootless") return asUser(place, ["rootlesskit", ...remove]);
  const options = podmanOptions(place, false);
  await asUser(place, ["podman", ...options, "rm", "--all", "--force", "--time", "0"]);
  await asUser(place, ["podman", ...options, "unshare", ...remove]);
  endPause(place);
}

/** Podman's process that holds the user's namespace for the next command, which will not come. */
function endPause({ run }: Place): void {
  const pause = path.join(run, "libpod/tmp/pause.pid");
  if (!fs.existsSync(pause)) return;
  const pid = Number(fs.readFileSync(pause, "utf8"));
  if (commandLine(pid).includes("catatonit") || commandLine(pid).includes("podman")) sendSignal(pid, "SIGKILL");
  fs.rmSync(pause, { force: true });
}

/** Failures show in what is left. */
async function asUser(place: Place, command: readonly string[]): Promise<void> {
  const env = { ...userSettings(place), PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: place.folder };
  await exec(...spread(command), { env, cwd: "/" }).catch(() => {});
}
