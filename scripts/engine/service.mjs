// @ts-check
/** Servers that stand beside an engine, in its network namespace, and end with this process at the latest. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { ended, identify, isAlive, sendSignal } from "../../src/io/processes.mjs";

/**
 * @typedef {object} Service
 * @property {number} pid
 * @property {() => Promise<void>} stop ends it and waits for that
 */

/**
 * Starts a server and waits until its port takes connections. Throws with its log when it ends first.
 * @param {{ netns: string, ip: string }} engine whose network it joins
 * @param {number} port
 * @param {string} log file that takes its output
 * @param {string[]} command
 * @returns {Promise<Service>}
 */
export async function startService(engine, port, log, command) {
  const output = openSync(log, "a");
  const bound = ["--pdeathsig", "KILL", "nsenter", `--net=${engine.netns}`, ...command];
  const child = spawn("setpriv", bound, { detached: true, stdio: ["ignore", output, output], cwd: "/" });
  closeSync(output);
  await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  child.unref();
  const id = identify(/** @type {number} */ (child.pid));
  for (const until = Date.now() + 20_000; !(await answers(engine.ip, port)); await sleep(15)) {
    if (isAlive(id) && Date.now() < until) continue;
    sendSignal(id.pid, "SIGKILL");
    throw new Error(`${command.join(" ")} did not start:\n${readFileSync(log, "utf8")}`);
  }
  return {
    pid: id.pid,
    async stop() {
      if (!isAlive(id)) return;
      sendSignal(id.pid, "SIGKILL");
      await ended(id, 5000);
    },
  };
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(host, port) {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const finish = (/** @type {boolean} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => finish(false));
    socket.once("connect", () => finish(true)).once("error", () => finish(false));
  });
}
