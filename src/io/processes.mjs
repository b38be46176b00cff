// @ts-check
/**
 * Processes that are not our children, named so that a number used again is never taken for the old process.
 * JavaScript with types in comments: scripts/engine runs it on Node 20 as it is, the client bundles it.
 */
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * @typedef {object} ProcessId
 * @property {number} pid
 * @property {string} started clock ticks since boot, as proc(5) has them; "" where there is no /proc
 * @property {string} boot of the boot that the ticks count from; "" where there is no /proc
 */

const POLL_MS = 10;

/**
 * proc(5): the name in the second field may hold anything, spaces and brackets too.
 * @param {number} pid
 */
function stat(pid) {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", parent: Number(fields[1]), started: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}

function bootId() {
  try {
    return fs.readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  } catch {
    return "";
  }
}

/**
 * The process that has the number now.
 * @param {number} pid
 * @returns {ProcessId}
 */
export function identify(pid) {
  return { pid, started: stat(pid)?.started ?? "", boot: bootId() };
}

/** This process. */
export const ownProcess = () => identify(process.pid);

/**
 * Does the number belong to any process? Systems without /proc tell no more.
 * @param {number} pid
 */
function isTaken(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * Does that very process still run? A zombie does not.
 * @param {ProcessId | undefined} id
 */
export function isAlive(id) {
  if (!id || id.boot !== bootId()) return false;
  if (id.boot === "") return isTaken(id.pid);
  const now = stat(id.pid);
  return now !== undefined && now.started === id.started && now.state !== "Z";
}

/**
 * The numbers of its children.
 * @param {Pick<ProcessId, "pid">} id
 * @returns {number[]}
 */
export function childrenOf({ pid }) {
  const pids = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((one) => stat(one)?.parent === pid);
}

/**
 * All that it has started, directly or not, as far as their parents still live.
 * @param {Pick<ProcessId, "pid">} id
 * @returns {ProcessId[]}
 */
export function descendantsOf(id) {
  return childrenOf(id).flatMap((pid) => {
    const child = identify(pid);
    return [child, ...descendantsOf(child)];
  });
}

/**
 * The words that a process was started with, separated by zeros; "" when it has gone.
 * @param {number} pid
 */
export function commandLine(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/**
 * Sends a signal. A process that has gone is no error; a negative number is a process group.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}

/**
 * Waits for the end of a process.
 * @param {ProcessId} id
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} false when it still runs then
 */
export async function ended(id, timeoutMs) {
  const attempts = Math.ceil(timeoutMs / POLL_MS);
  for (let attempt = 0; isAlive(id); attempt++) {
    if (attempt >= attempts) return false;
    await sleep(POLL_MS);
  }
  return true;
}
