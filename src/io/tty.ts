/** Terminals, and node:tty only for them: loading it costs 3 ms on Bun, and most of a script's streams are none. */
import fs from "node:fs";
import type TtyModule from "node:tty";

/** Device numbers of Linux are major and minor; the major number of /dev/null, /dev/zero and similar. */
const MEMORY_DEVICES = 1;
const major = (device: number) => (device >> 8) & 0xfff;

export function isTerminal(fd: number): boolean {
  if (process.platform === "win32") return tty().isatty(fd);
  try {
    const stat = fs.fstatSync(fd);
    if (!stat.isCharacterDevice() || (process.platform === "linux" && major(stat.rdev) === MEMORY_DEVICES)) return false;
  } catch {
    // A descriptor that is closed.
    return false;
  }
  return tty().isatty(fd);
}

export function tty(): typeof TtyModule {
  return process.getBuiltinModule("node:tty");
}
