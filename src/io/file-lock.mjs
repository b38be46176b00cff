// @ts-check
/** A lock between processes: a file that names its holder. A lock whose holder has died is taken over. */
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, ownProcess } from "./processes.mjs";

/** @import { ProcessId } from "./processes.mjs" */

const POLL_MS = 20;

/**
 * Undefined where the file has gone or says nothing.
 * @param {string} file
 * @returns {ProcessId | undefined}
 */
function holderOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Written under another name and linked, so that the lock is never seen without its content.
 * @param {string} file
 * @param {ProcessId} me
 */
function take(file, me) {
  const own = `${file}.${me.pid}`;
  fs.writeFileSync(own, JSON.stringify(me), { mode: 0o600 });
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    return false;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

/**
 * Removes the lock of a holder that has died. The file is renamed first: of several that find it, one removes it.
 * @param {string} file
 * @param {ProcessId} dead
 */
function breakLock(file, dead) {
  const aside = `${file}.${process.pid}.dead`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return;
  }
  const found = holderOf(aside);
  // Another process was quicker, and this is the lock of a living one: it gets its name back.
  if (found && found.pid !== dead.pid && isAlive(found)) {
    try {
      fs.linkSync(aside, file);
    } catch {}
  }
  fs.rmSync(aside, { force: true });
}

/**
 * Runs `task` while holding the lock.
 * @template T
 * @param {string} file its directory is made when it is missing; the file is gone afterwards
 * @param {() => Promise<T>} task
 * @param {{ patienceMs?: number, busy?: (holder: ProcessId | undefined) => Error }} [options] how long to wait for a living
 *   holder, and what is thrown then
 * @returns {Promise<T>}
 */
export async function withFileLock(file, task, { patienceMs = 180_000, busy } = {}) {
  const me = ownProcess();
  const attempts = Math.ceil(patienceMs / POLL_MS);
  for (let attempt = 0; ; attempt++) {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    if (take(file, me)) break;
    const holder = holderOf(file);
    if (holder && !isAlive(holder)) breakLock(file, holder);
    else if (attempt > attempts) throw busy?.(holder) ?? new Error(`${file} is held by process ${holder?.pid}`);
    else await sleep(POLL_MS);
  }
  try {
    return await task();
  } finally {
    fs.rmSync(file, { force: true });
  }
}
