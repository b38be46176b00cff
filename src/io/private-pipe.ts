/**
 * A pipe we share with other processes, opened anew: O_NONBLOCK set on the new open file leaves the shared one alone, and a
 * reader or writer that blocks never holds the process up at its end (a blocked thread of the pool would).
 */
import fs from "node:fs";
import type net from "node:net";

/**
 * The pipe or socket behind `fd` as a stream, or undefined where it is something else (file, terminal, device), and on Bun:
 * its streams of descriptors end early, and its threads that block in a read hold nobody up.
 */
export function pipeStream(fd: number, mode: "read" | "write"): net.Socket | undefined {
  if (process.versions.bun !== undefined) return undefined;
  const stat = fs.fstatSync(fd);
  if (!stat.isFIFO() && !stat.isSocket()) return undefined;
  const { Socket } = process.getBuiltinModule("node:net");
  const ends = { readable: mode === "read", writable: mode === "write" };
  if (stat.isFIFO()) {
    try {
      const flags = (mode === "read" ? fs.constants.O_RDONLY : fs.constants.O_WRONLY) | fs.constants.O_NONBLOCK;
      return new Socket({ fd: fs.openSync(`/proc/self/fd/${fd}`, flags), ...ends });
    } catch {
      // No /proc, or not ours to open: the descriptor itself (Node restores its flags at exit).
    }
  }
  return new Socket({ fd, ...ends });
}
