/** Starting a private engine, and waiting until it answers. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { answers } from "../engine/endpoint/discover.js";
import { StatusError } from "../errors.js";
import { identify, isAlive, type ProcessId } from "../io/processes.mjs";
import { userId } from "../io/user.js";
import { daemonOf } from "./daemon.js";
import { letGo } from "./end.js";
import { type EngineHost, type Kind, logTail, makeFolders, type Place, writeState } from "./place.js";

const POLL_MS = 30;
/** The first start of a loaded machine takes its time. Milliseconds. */
const PATIENCE_MS = 120_000;

/**
 * Starts it with the data that is there, and resolves once it answers.
 * @throws StatusError with the end of its log where it does not; nothing runs then
 */
export async function startEngine(
  host: EngineHost,
  place: Place,
  kind: Kind,
  find: (program: string) => string | undefined,
): Promise<void> {
  // What a machine that lost power has left.
  await letGo(place);
  makeFolders(place);
  fs.rmSync(place.socket, { force: true });
  const isolated = userId() === 0;
  const { command, env } = daemonOf(kind, isolated, place, host.env, find);
  const id = await launch(place, command, env);
  writeState(place, { kind, isolated, process: id, since: host.now() });
  const spinner = host.spinner("Starting the engine");
  try {
    await untilAnswers(host, place, id);
  } finally {
    spinner.stop();
  }
}

/** In a session of its own: it outlives us and our terminal. */
async function launch(
  { log }: Place,
  [file = "", ...args]: readonly string[],
  env: Record<string, string | undefined>,
): Promise<ProcessId> {
  const out = fs.openSync(log, "w", 0o600);
  try {
    const child = spawn(file, args, { detached: true, stdio: ["ignore", out, out], env, cwd: "/" });
    await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
    child.unref();
    return identify(child.pid ?? 0);
  } finally {
    fs.closeSync(out);
  }
}

async function untilAnswers(host: EngineHost, place: Place, id: ProcessId): Promise<void> {
  for (const until = host.now() + PATIENCE_MS; ; await sleep(POLL_MS)) {
    if (fs.existsSync(place.socket) && (await answers(place.socket))) return;
    const ended = !isAlive(id);
    if (!ended && host.now() < until) continue;
    const tail = logTail(place);
    await letGo(place);
    throw new StatusError(`the engine ${ended ? "ended" : "does not answer"}. The end of ${place.log}:\n${tail}`);
  }
}
