// @ts-check
/** Processes named by pid and start time, so that a number used again is never mistaken for the old process. */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** @typedef {{ pid: number, started: string, boot: string }} ProcessId `started` in clock ticks since boot */

const exec = promisify(execFile);

/**
 * Runs a program to its end. Throws an error that holds its stderr when it fails.
 * @param {string} file
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, timeout?: number }} [options] timeout in milliseconds
 * @returns {Promise<string>} its stdout
 */
export async function run(file, args, options = {}) {
  try {
    const { stdout } = await exec(file, args, { maxBuffer: 64 << 20, timeout: 300_000, ...options });
    return stdout;
  } catch (error) {
    const { stderr = "", message } = /** @type {Error & { stderr?: string }} */ (error);
    throw new Error(`${file} ${args.join(" ")}: ${stderr.trim() || message}`);
  }
}

/**
 * Parent, start time and state of a living process, or undefined. proc(5): the name in field 2 may hold anything.
 * @param {number | string} pid
 */
function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0], parent: Number(fields[1]), started: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}

const bootId = () => readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();

/**
 * @param {number} pid
 * @returns {ProcessId}
 */
export function identify(pid) {
  return { pid, started: stat(pid)?.started ?? "", boot: bootId() };
}

/**
 * Whether that very process still runs (a zombie does not).
 * @param {ProcessId | undefined} id
 */
export function isAlive(id) {
  if (!id || id.boot !== bootId()) return false;
  const now = stat(id.pid);
  return now !== undefined && now.started === id.started && now.state !== "Z";
}

/**
 * The children of a process.
 * @param {number} pid
 */
export function childrenOf(pid) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && stat(name)?.parent === pid)
    .map(Number);
}

/**
 * Sends a signal; a process that is gone already is no error.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function signal(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error;
  }
}

/**
 * Waits for the end of a process.
 * @param {ProcessId} id
 * @param {number} timeout milliseconds
 * @returns {Promise<boolean>} false when it still runs
 */
export async function ended(id, timeout) {
  for (const until = Date.now() + timeout; isAlive(id); await sleep(10)) {
    if (Date.now() > until) return false;
  }
  return true;
}
