/** One `engine` command at a time for one engine. */
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StatusError } from "../errors.js";
import { isAlive, ownProcess, type ProcessId } from "../io/processes.js";
import { makeFolders, type Place } from "./place.js";

const POLL_MS = 50;
/** Longer than a start or a stop may take. */
const ATTEMPTS = 3 * 60 * 20;

function holderOf(file: string): ProcessId | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as ProcessId;
  } catch {
    return undefined;
  }
}

/** Made under another name and linked, so that it is never seen without its content. */
function take(file: string, me: ProcessId): boolean {
  const own = `${file}.${me.pid}`;
  fs.writeFileSync(own, JSON.stringify(me), { mode: 0o600 });
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

/** Runs `task` with the engine's folder made and nobody else at it. A lock whose holder died is taken over. */
export async function withLock<T>(place: Place, task: () => Promise<T>): Promise<T> {
  const file = path.join(place.folder, "lock");
  const me = ownProcess();
  for (let attempt = 0; ; attempt++) {
    makeFolders(place);
    if (take(file, me)) break;
    const holder = holderOf(file);
    if (holder && !isAlive(holder)) fs.rmSync(file, { force: true });
    else if (attempt > ATTEMPTS) throw new StatusError(`another 'engine' command (process ${holder?.pid}) is still at work`);
    else await sleep(POLL_MS);
  }
  try {
    return await task();
  } finally {
    fs.rmSync(file, { force: true });
  }
}
