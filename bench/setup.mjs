// What all rows stand on: one private engine with busybox, a directory and an environment of their own, sizes, and how it all ends.
import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { apiJson } from "../scripts/engine/engine-api.mjs";
import { importBusybox } from "../scripts/engine/images.mjs";
import { startEngine } from "../scripts/engine/start.mjs";

const exec = promisify(execFile);

/**
 * @typedef {object} Setup
 * @property {import("../scripts/engine/engine.mjs").PrivateEngine} engine
 * @property {string} directory on the daemon's disk; goes with the daemon, even where this process is killed
 * @property {Record<string, string>} env of every program measured: nothing of the user's own settings
 * @property {AbortSignal} signal
 * @property {(full: number, quick: number) => number} size
 * @property {(...args: string[]) => Promise<string>} docker Docker, for preparations and checks; what it printed
 * @property {(method: string, path: string, json?: unknown) => Promise<any>} api a request of the daemon
 * @property {(program: string, ...args: string[]) => Promise<string>} run another program, until the bench is interrupted
 * @property {(task: () => unknown) => void} afterwards what is done when the rows of the file at hand are through, the last first
 * @property {() => Promise<void>} tidy does what `afterwards` was told, all of it, then throws the first failure
 */

/**
 * Starts the daemon.
 * @param {{ quick: boolean, signal: AbortSignal, reference: string }} options
 * @returns {Promise<Setup>}
 */
export async function openSetup({ quick, signal, reference }) {
  const engine = await startEngine();
  try {
    await importBusybox(engine.socket);
  } catch (error) {
    await engine.remove();
    throw error;
  }
  const folder = path.join(engine.folder, "bench");
  mkdirSync(path.join(folder, "home"), { recursive: true });
  const env = {
    PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`,
    HOME: path.join(folder, "home"),
    LANG: "C.UTF-8",
    TERM: "dumb",
    DOCKER_HOST: engine.host,
  };
  const run = async (program, ...args) => (await exec(program, args, { env, signal, maxBuffer: 64 << 20 })).stdout;
  const tasks = [];
  return {
    engine,
    folder,
    env,
    signal,
    run,
    size: (full, small) => (quick ? small : full),
    docker: (...args) => run(reference, ...args),
    api(method, path, json) {
      signal.throwIfAborted();
      return apiJson(engine.socket, method, path, { json, timeout: 600_000 });
    },
    afterwards: (task) => tasks.push(task),
    async tidy() {
      const failures = [];
      for (const task of tasks.splice(0).reverse()) {
        try {
          await task();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** What is made when first asked for, and once. */
export function once(make) {
  let made;
  return () => {
    made ??= make();
    return made;
  };
}

/** A file of `size` bytes that no compression and no zero detection makes smaller. */
export async function randomFile({ run }, file, size) {
  await run("sh", "-c", 'head -c "$0" /dev/urandom >"$1"', String(size), file);
}

/** Throws unless a size is what it should be. Bytes. */
export function atLeast(found, expected, what) {
  if (!(found >= expected)) throw new Error(`${what}: ${found} bytes where at least ${expected} were expected`);
}
