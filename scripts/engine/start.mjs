// @ts-check
/** Making a private engine for tests: packages, directories, network, dockerd. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identify } from "../../src/io/processes.mjs";
import { PrivateEngine } from "./engine.mjs";
import { engineFolder, writeState } from "./engine-state.mjs";
import { enginesRoot, whyNoEngine } from "./places.mjs";
import { reapEngines, watchOwner } from "./reap.mjs";
import { installation } from "./versions.mjs";

/**
 * @typedef {object} StartOptions
 * @property {string} [name] of a-z, 0-9 and -; without: one that no other process uses
 * @property {string} [version] "20.10", "26.1", "28.5"; without: the dockerd on PATH, else the newest
 * @property {boolean} [keep] the engine outlives this process; otherwise it ends with it, however that dies
 * @property {(engine: PrivateEngine) => string[] | Promise<string[]>} [args] more arguments of dockerd, asked once its address is known
 */

let count = 0;

/**
 * Makes a new engine and waits until it answers.
 * @param {StartOptions} [options]
 * @returns {Promise<PrivateEngine>}
 */
export async function startEngine({ name = `t${process.pid}-${++count}`, version, keep = false, args } = {}) {
  const problem = whyNoEngine();
  if (problem) throw new Error(problem);
  await reapEngines();
  if (!keep) watchOwner();
  const { version: found, layers } = await installation(version);
  mkdirSync(enginesRoot(), { recursive: true });
  try {
    mkdirSync(engineFolder(name));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") throw new Error(`there is an engine ${name} already`);
    throw error;
  }
  writeState({ name, version: found, layers, args: [], owner: keep ? undefined : identify(process.pid) });
  const engine = new PrivateEngine(name);
  try {
    for (const folder of ["data", "view", "etc/docker/certs.d"]) mkdirSync(join(engine.folder, folder), { recursive: true });
    // One answer to every look-up on every machine: "network is unreachable", at once.
    writeFileSync(join(engine.folder, "etc/resolv.conf"), "nameserver 192.0.2.1\n");
    await engine.connect();
    engine.update({ args: (await args?.(engine)) ?? [] });
    await engine.launch();
    return engine;
  } catch (error) {
    await engine.remove();
    throw error;
  }
}
