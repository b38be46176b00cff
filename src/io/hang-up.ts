/** Terminals that disappear while the client runs: a closed window, a lost connection. */
import fs from "node:fs";
import { StatusError } from "../errors.js";
import { isTerminal } from "./tty.js";

/** The terminal is gone: the client ends as if SIGHUP had ended it, and prints nothing, since nobody could read it. */
export class HangUp extends StatusError {
  constructor() {
    super("", 129, { kind: "interrupted" });
    this.name = "HangUp";
  }
}

/** Whether `fd` is a terminal that has gone: still a device, but it no longer answers. (/dev/null looks the same.) */
export function isHungUp(fd: number): boolean {
  return fs.fstatSync(fd).isCharacterDevice() && !isTerminal(fd);
}

/**
 * For the very end of the process. Node resets the terminals it was started on and aborts (with a core file) where that
 * fails; it leaves closed descriptors alone.
 */
export function closeLostTerminals(): void {
  for (const fd of [0, 1, 2]) {
    try {
      if (isHungUp(fd)) fs.closeSync(fd);
    } catch {} // closed before
  }
}
