/**
 * A pipe that other processes share, reopened: O_NONBLOCK set on the new open file leaves the shared one alone, and a
 * reader or writer that blocks never delays the exit of the process (a blocked thread of the pool would).
 */
import fs from "node:fs";
import type net from "node:net";
import { onBun } from "../runtime.js";

/**
 * The pipe or socket behind `fd` as a stream, or undefined where it is something else (file, terminal, device), and on Bun:
 * its streams of descriptors end early, and its threads that block in a read delay no exit.
 */
export function pipeStream(fd: number, mode: "read" | "write"): net.Socket | undefined {
  if (onBun) return undefined;
  if (!isPipe(fd)) return undefined;
  const { Socket } = process.getBuiltinModule("node:net");
  const ends = { readable: mode === "read", writable: mode === "write" };
  // Where it cannot be reopened, the descriptor itself (Node restores its flags at exit).
  return new Socket({ fd: reopened(fd, mode) ?? fd, ...ends });
}

/** A descriptor of our own, non-blocking, for the pipe behind `fd`; undefined for anything else, without /proc, or without permission to open it. */
export function reopened(fd: number, mode: "read" | "write"): number | undefined {
  if (!fs.fstatSync(fd).isFIFO()) return undefined;
  try {
    const flags = (mode === "read" ? fs.constants.O_RDONLY : fs.constants.O_WRONLY) | fs.constants.O_NONBLOCK;
    return fs.openSync(`/proc/self/fd/${fd}`, flags);
  } catch {
    return undefined;
  }
}

/** Is there another process at the other end? */
export function isPipe(fd: number): boolean {
  const stat = fs.fstatSync(fd);
  return stat.isFIFO() || stat.isSocket();
}
