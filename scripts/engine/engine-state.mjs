// @ts-check
/** What is written down of each engine: enough to stop, restart or clear it away from any process. */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { enginesRoot } from "./places.mjs";

/** @import { ProcessId } from "../../src/io/processes.mjs" */

/**
 * @typedef {object} EngineState
 * @property {string} name
 * @property {string} version of dockerd
 * @property {string[]} layers unpacked packages it runs with
 * @property {string[]} args more arguments of dockerd
 * @property {string} [ip] in its network namespace; absent until that is made
 * @property {string} [port] its place in the switch
 * @property {ProcessId} [process] the process that ends with the engine; its child is pid 1 of the engine's namespace
 * @property {ProcessId} [owner] the engine is cleared away once this process is gone; absent: it stays until told
 */

/** @param {string} name */
export function engineFolder(name) {
  if (!/^[a-z0-9][a-z0-9-]{0,30}$/.test(name)) {
    throw new Error(`invalid engine name "${name}": 1 to 31 of a-z, 0-9 and -`);
  }
  return join(enginesRoot(), name);
}

/** @param {EngineState} state */
export function writeState(state) {
  const folder = engineFolder(state.name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "state.json");
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/**
 * @param {string} name
 * @returns {EngineState | undefined}
 */
export function readState(name) {
  try {
    return JSON.parse(readFileSync(join(engineFolder(name), "state.json"), "utf8"));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Every engine on this machine, running or not, sorted by name. */
export function readStates() {
  /** @type {string[]} */
  let names = [];
  try {
    names = readdirSync(enginesRoot()).filter((name) => !name.startsWith("."));
  } catch {}
  return names
    .sort()
    .map(readState)
    .filter((state) => state !== undefined);
}
