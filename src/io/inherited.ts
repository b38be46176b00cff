/** Descriptors beyond the three standard streams that a command line names: `compose -f <(…)` is `compose -f /dev/fd/63`. */
import fs from "node:fs";
import { onBun } from "../runtime.js";

const STANDARD = 3;
const NAMED = /^(?:.*=)?\/(?:dev|proc\/self)\/fd\/(\d+)$/;

/**
 * `stdio` of what runs in our place with these words. Node leaves what we were started with to it; Bun closes all that it is not
 * told of, and its own are not to be told from those: so the words decide.
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
