/** What the client was started with ignored: nohup's SIGHUP. */
import fs from "node:fs";

const SIGHUP_BIT = 1n;

/**
 * Node forgets at its own start; its launcher (bin/dockline) says so in DOCKLINE_NOHUP, which is not for what we start
 * ourselves. Bun leaves things as they were, and Linux tells: ask before the first listener.
 */
export function ignoredAtStart(): NodeJS.Signals[] {
  const told = process.env.DOCKLINE_NOHUP !== undefined;
  delete process.env.DOCKLINE_NOHUP;
  return told || (process.versions.bun !== undefined && kernelIgnoresHangUp()) ? ["SIGHUP"] : [];
}

function kernelIgnoresHangUp(): boolean {
  try {
    const mask = /^SigIgn:\s*([0-9a-f]+)$/m.exec(fs.readFileSync("/proc/self/status", "latin1"))?.[1] ?? "0";
    return (BigInt(`0x${mask}`) & SIGHUP_BIT) !== 0n;
  } catch {
    return false;
  }
}
