/** One `engine` command at a time for one private engine. */
import path from "node:path";
import { StatusError } from "../errors.js";
import { withFileLock } from "../io/file-lock.mjs";
import { makeFolders, type Place } from "./place.js";

/** Runs `task` with the engine's directory made and nobody else at work on it. Throws StatusError after three minutes. */
export function withLock<T>(place: Place, task: () => Promise<T>): Promise<T> {
  makeFolders(place);
  const busy = (pid: number | undefined) => new StatusError(`another 'engine' command (process ${pid}) is still at work`);
  return withFileLock(path.join(place.folder, "lock"), task, { busy });
}
