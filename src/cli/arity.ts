/** Docker's texts for a wrong number of positional arguments. */
import { StatusError } from "../errors.js";
import type { Arity } from "./spec.js";

const count = (n: number) => `${n} argument${n === 1 ? "" : "s"}`;

function complaint({ min, max }: Arity): readonly [text: string, hint: string] {
  if (max === undefined) return [`requires at least ${count(min)}`, "See"];
  if (max === 0) return ["accepts no arguments", "Run"];
  if (min === max) return [`requires ${count(max)}`, "Run"];
  // The stray letter is Docker's; scripts may match the line.
  if (min === 0) return [`requires at most ${count(max)}`, "SRun"];
  return [`requires at least ${min} and at most ${count(max)}`, "Run"];
}

/**
 * Throws unless `given` arguments fit.
 * @param program "docker" or "dockline"
 * @param path the command as invoked, with the program's name
 */
export function checkArity(program: string, path: string, usage: string, arity: Arity, given: number): void {
  if (given >= arity.min && given <= (arity.max ?? given)) return;
  const [text, hint] = complaint(arity);
  throw new StatusError(`${program}: '${path}' ${text}\n\nUsage:  ${usage}\n\n${hint} '${path} --help' for more information`, 1, {
    kind: "usage",
  });
}
