import type { Ctx } from "../cli/context.js";
import { humanSize } from "../format/units.js";
import type { Pruned } from "./prune-steps.js";

/** Prints what a step removed, with a blank line behind it. */
export function printRemoved({ stdout }: Ctx, { text }: Pruned): void {
  if (text !== "") stdout.write(`${text}\n`);
}

/** @param bytes of all steps together */
export function printReclaimed({ stdout, dialect }: Ctx, bytes: number): void {
  stdout.write(`Total reclaimed space: ${humanSize(bytes, dialect)}\n`);
}
