// @ts-check
/** Clearing away of engines whose owner has gone, however it went. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withFileLock } from "../../src/io/file-lock.mjs";
import { isAlive } from "../../src/io/processes.mjs";
import { PrivateEngine } from "./engine.mjs";
import { readStates } from "./engine-state.mjs";
import { enginesRoot } from "./places.mjs";

const cli = fileURLToPath(new URL("cli.mjs", import.meta.url));

/**
 * Removes every engine that belongs to a process which no longer runs.
 * @returns {Promise<string[]>} their names
 */
export async function reapEngines() {
  return withFileLock(join(enginesRoot(), ".reap.lock"), async () => {
    const names = [];
    for (const { name, owner } of readStates()) {
      if (!owner || isAlive(owner)) continue;
      await new PrivateEngine(name).remove();
      names.push(name);
    }
    return names;
  });
}

let watched = false;

/**
 * Starts, once, a small process that waits for our end, which closes its standard input, and then reaps.
 * So not even a SIGKILL leaves files or namespaces behind.
 */
export function watchOwner() {
  if (watched) return;
  watched = true;
  const script = 'cat > /dev/null; exec "$0" "$1" reap';
  const watcher = spawn("sh", ["-c", script, process.execPath, cli], { detached: true, stdio: ["pipe", "ignore", "ignore"], cwd: "/" });
  watcher.unref();
  /** @type {import("node:net").Socket} */ (watcher.stdin).unref();
}
