// @ts-check
/** A lock between processes that its holder's death gives back: flock(1) held by a child that lives as long as our pipe. */
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Runs `task` while holding the lock on `file`.
 * @template T
 * @param {string} file made when absent, left behind
 * @param {() => Promise<T>} task
 * @returns {Promise<T>}
 */
export async function withLock(file, task) {
  mkdirSync(dirname(file), { recursive: true });
  const holder = spawn("flock", ["-x", file, "sh", "-c", "echo locked; exec cat"], { stdio: ["pipe", "pipe", "inherit"] });
  const gone = new Promise((resolve) => holder.once("close", resolve));
  await new Promise((resolve, reject) => {
    holder.once("error", reject);
    holder.once("close", () => reject(new Error(`flock ${file} failed`)));
    holder.stdout.once("data", resolve);
  });
  try {
    return await task();
  } finally {
    holder.stdin.end();
    await gone;
  }
}
