// @ts-check
/** A lock between processes: a file that names its holder. A lock whose holder has died is taken over. */
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, ownProcess } from "./processes.mjs";

/** @import { ProcessId } from "./processes.mjs" */

const POLL_MS = 20;

/**
 * The holder of a lock; undefined for a file without content, which a power cut has left; "gone" if there is no file.
 * @param {string} file
 * @returns {ProcessId | undefined | "gone"}
 */
function holderOf(file) {
  let text;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch {
    return "gone";
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A lock that has just gone counts as held: the next attempt makes it.
 * @param {string} file
 */
function isHeld(file) {
  const holder = holderOf(file);
  return holder === "gone" || isAlive(holder);
}

/**
 * The number of the holder, if there is one.
 * @param {string} file
 */
function holderPid(file) {
  const holder = holderOf(file);
  return holder === "gone" ? undefined : holder?.pid;
}

/**
 * Makes the lock file, unless there is one. It is written under another name and linked, so that it is never seen without its content.
 * @param {string} file
 * @param {ProcessId} me
 */
function make(file, me) {
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
 * Makes the lock file; if its holder has died, removes it first. The removal has a lock of its own: of several processes that see the
 * same dead holder, the slow one must not remove the new lock of the quick one.
 * @param {string} file
 * @param {ProcessId} me
 * @returns {boolean}
 */
function take(file, me) {
  if (make(file, me)) return true;
  if (isHeld(file)) return false;
  const removal = `${file}.removal`;
  if (!take(removal, me)) return false;
  try {
    if (!isHeld(file)) fs.rmSync(file, { force: true });
  } finally {
    fs.rmSync(removal, { force: true });
  }
  return make(file, me);
}

/**
 * Runs `task` while holding the lock.
 * @template T
 * @param {string} file its directory is made if it is missing; the file is gone afterwards
 * @param {() => Promise<T>} task
 * @param {{ patienceMs?: number, busy?: (pid: number | undefined) => Error }} [options] how long to wait for a living
 *   holder, and the error after that, made from the holder's number
 * @returns {Promise<T>}
 */
export async function withFileLock(file, task, { patienceMs = 180_000, busy } = {}) {
  const me = ownProcess();
  const attempts = Math.ceil(patienceMs / POLL_MS);
  for (let attempt = 0; ; attempt++) {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    if (take(file, me)) break;
    if (attempt >= attempts) throw busy?.(holderPid(file)) ?? new Error(`${file} is held by process ${holderPid(file)}`);
    await sleep(POLL_MS);
  }
  try {
    return await task();
  } finally {
    // The task may have removed the directory, and another process may have taken the lock in a new one.
    if (holderPid(file) === me.pid) fs.rmSync(file, { force: true });
  }
}
