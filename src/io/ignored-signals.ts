/** Signals that were ignored when the client started: SIGHUP under nohup. */
import fs from "node:fs";
import { onBun } from "../runtime.js";

/**
 * Node forgets at its own start; its launcher (bin/dockline) says so in DOCKLINE_NOHUP, which we do not pass to child
 * processes. Bun keeps the disposition, and Linux reports it: read it before the first listener is added.
 */
export function ignoredAtStart(): NodeJS.Signals[] {
  const told = process.env.DOCKLINE_NOHUP !== undefined;
  delete process.env.DOCKLINE_NOHUP;
  return told || (onBun && kernelIgnoresHangUp()) ? ["SIGHUP"] : [];
}

function kernelIgnoresHangUp(): boolean {
  try {
    const status = fs.readFileSync("/proc/self/status", "utf8");
    const at = status.indexOf("SigIgn:");
    const mask = status.slice(at, status.indexOf("\n", at));
    // The lowest bit is the first signal, SIGHUP.
    return at >= 0 && Number.parseInt(mask.slice(-1), 16) % 2 === 1;
  } catch {
    return false;
  }
}
