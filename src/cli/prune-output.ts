import type { Pruned } from "../engine/prune.js";
import { humanSize } from "../format/units.js";
import type { Ctx } from "./context.js";

/** Prints what a step removed, followed by a blank line. */
export function printRemoved({ stdout }: Ctx, { text }: Pruned): void {
  if (text !== "") stdout.write(`${text}\n`);
}

/** @param bytes of all steps together */
export function printReclaimed({ stdout, dialect }: Ctx, bytes: number): void {
  stdout.write(`Total reclaimed space: ${humanSize(bytes, dialect)}\n`);
}
