#!/usr/bin/env node
import { isAlive } from "../../src/io/processes.mjs";
// @ts-check
/** Private engines by hand: `node scripts/engine/cli.mjs help`. */
import { openEngine } from "./engine.mjs";
import { readStates } from "./engine-state.mjs";
import { importBusybox } from "./images.mjs";
import { reapEngines } from "./reap.mjs";
import { startEngine } from "./start.mjs";

const usage = `Usage: node scripts/engine/cli.mjs COMMAND

  up NAME [--version 20.10|26.1|28.5] [-- DOCKERD-ARGUMENTS...]
               make an engine, or start it again; then print its DOCKER_HOST
  down NAME    stop it and keep its data
  kill NAME    end it at once, as a power cut would
  rm NAME      end it and leave nothing
  env NAME     print the line to eval in a shell
  ls           list the engines
  reap         clear away engines whose owner has gone
`;

/** @param {string} name */
const envLine = (name) => `export DOCKER_HOST=${openEngine(name).host}`;

/**
 * @param {string} name
 * @param {string[]} rest
 */
async function up(name, rest) {
  const known = readStates().some((state) => state.name === name);
  if (known) {
    await openEngine(name).start();
  } else {
    const end = rest.indexOf("--");
    const own = end === -1 ? rest : rest.slice(0, end);
    const at = own.findIndex((word) => word === "--version" || word.startsWith("--version="));
    const version = at === -1 ? undefined : (own[at]?.split("=")[1] ?? own[at + 1]);
    const engine = await startEngine({ name, version, keep: true, args: () => (end === -1 ? [] : rest.slice(end + 1)) });
    await importBusybox(engine.socket);
    console.error(`engine ${name}: Docker ${engine.version} at ${engine.ip}, with busybox:latest`);
  }
  console.log(envLine(name));
}

function list() {
  for (const { name, version, ip = "", process: main } of readStates()) {
    console.log(`${name.padEnd(20)} ${version.padEnd(10)} ${ip.padEnd(15)} ${isAlive(main) ? "running" : "stopped"}`);
  }
}

const [command, name, ...rest] = process.argv.slice(2);
try {
  if (command === "ls") list();
  else if (command === "reap") await reapEngines();
  else if (name && command === "up") await up(name, rest);
  else if (name && command === "down") await openEngine(name).stop();
  else if (name && command === "kill") await openEngine(name).kill();
  else if (name && command === "rm") await openEngine(name).remove();
  else if (name && command === "env") console.log(envLine(name));
  else {
    (command === "help" || command === "--help" ? process.stdout : process.stderr).write(usage);
    process.exitCode = command === "help" || command === "--help" ? 0 : 1;
  }
} catch (error) {
  console.error(`engine: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
