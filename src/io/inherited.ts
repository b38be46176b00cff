/** Descriptors beyond the three standard streams that a command line names: `compose -f <(…)` is `compose -f /dev/fd/63`. */
import fs from "node:fs";
import { onBun } from "../runtime.js";

const STANDARD = 3;
const NAMED = /^(?:.*=)?\/(?:dev|proc\/self)\/fd\/(\d+)$/;

/**
 * `stdio` for a program that is started with these arguments. Node lets it inherit every descriptor; Bun closes those that are
 * not listed. Bun's own descriptors cannot be distinguished from inherited ones, so the arguments decide which are passed on.
 */
export function stdioNamedBy(words: readonly string[]): "inherit" | ("inherit" | "ignore" | number)[] {
  if (!onBun) return "inherit";
  const named = words.map((word) => Number(NAMED.exec(word)?.[1] ?? 0)).filter((fd) => fd >= STANDARD && isOpen(fd));
  const length = Math.max(STANDARD - 1, ...named) + 1;
  return Array.from({ length }, (_, fd) => (fd < STANDARD ? "inherit" : named.includes(fd) ? fd : "ignore"));
}

function isOpen(fd: number): boolean {
  try {
    fs.fstatSync(fd);
    return true;
  } catch {
    return false;
  }
}
