/** The result of parsing the words after a command. */
import type { Flags } from "./flags.js";
import type { Outcome } from "./parse-command.js";
import type { AnyCommand } from "./spec.js";

/**
 * The words parsed. commander is loaded where there is an option among them: without one there is nothing to parse, and
 * loading it takes 2 ms.
 */
export async function outcomeOf(spec: AnyCommand, argv: readonly string[]): Promise<Outcome> {
  if (argv.some((word) => word.startsWith("-"))) return (await import("./parse-command.js")).parseCommand(spec, argv);
  const defaults = Object.entries(spec.flags as Flags).filter(([, flag]) => flag.def !== undefined);
  const values = Object.fromEntries(defaults.map(([key, flag]) => [key, flag.def]));
  return { args: [...argv], values, changed: new Set(), help: false, notices: [] };
}
