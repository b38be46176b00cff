/** Raw mode and silent typing, restored on every exit. */
import { spawnSync } from "node:child_process";
import type { Signals } from "./signals.js";
import type { Input } from "./streams.js";

/** Runs stty on the terminal behind `fd`; its output, or undefined when that failed. */
function stty(fd: number, args: readonly string[]): string | undefined {
  const result = spawnSync("stty", args, { stdio: [fd, "pipe", "ignore"], encoding: "utf8" });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

/**
 * Puts the terminal into raw mode as Docker does: no echo, no signals, no output post-processing (Node's own
 * setRawMode leaves OPOST on, so that every line of a container's terminal would end in CR CR LF). Returns the function
 * that restores exactly what was there; it also runs when a signal ends the client.
 */
export function rawMode(terminal: Input, signals: Signals): () => void {
  const saved = stty(terminal.fd, ["-g"]);
  const setRaw = () => stty(terminal.fd, ["raw", "-echo", "-echonl", "-iexten"]);
  if (saved === undefined || setRaw() === undefined) return () => {};
  let raw = true;
  // A shell may have changed the terminal while we were stopped.
  const resume = signals.on(["SIGCONT"], setRaw);
  const restore = () => {
    if (!raw) return;
    raw = false;
    resume();
    forget();
    stty(terminal.fd, [saved]);
  };
  const forget = signals.cleanup(restore);
  return restore;
}

/**
 * Turns echo off for a secret typed at a prompt; line editing and Ctrl-C stay. Returns the restorer; it also runs when a
 * signal ends the client. Undefined where echo cannot be turned off.
 */
export function noEcho(terminal: Input, signals: Signals): (() => void) | undefined {
  const saved = stty(terminal.fd, ["-g"]);
  if (saved === undefined || stty(terminal.fd, ["-echo"]) === undefined) return undefined;
  const restore = () => {
    forget();
    stty(terminal.fd, [saved]);
  };
  const forget = signals.cleanup(restore);
  return restore;
}
