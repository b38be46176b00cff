/** What a hook says: a Go template over the command that was run, with `flag . "name"` and `arg . 0`. */
import { builtins } from "../../format/template/builtins.js";
import { CallError, type FuncMap } from "../../format/template/function.js";
import { parseTrees } from "../../format/template/parse.js";
import { Template } from "../../format/template/template.js";
import { ANY, INT, STRING } from "../../format/template/types.js";

export interface HookCommand {
  /** The last word of it. */
  name: string;
  /** With the program's name. */
  path: string;
  /** The last word and what follows it in the usage line. */
  use: string;
  /** Value of each flag of the command, by its long name. */
  values: Readonly<Record<string, string>>;
  args: readonly string[];
}

/** The lines of it. Throws TemplateError, also for a flag that the command does not have. */
export function hookLines(text: string, { name, path, use, values, args }: HookCommand): string[] {
  const flag = (wanted: string) => {
    const value = values[wanted];
    if (value === undefined) throw new CallError("failed to parse hook template");
    return value;
  };
  const funcs: FuncMap = {
    ...builtins,
    flag: { params: [ANY, STRING], call: ([, wanted]) => flag(wanted as string) },
    arg: { params: [ANY, INT], call: ([, at]) => args[Number(at)] ?? "" },
  };
  const trees = parseTrees("", text, (called) => Object.hasOwn(funcs, called));
  const template = new Template(trees, { name: "", text, funcs, missingKeyIsError: true });
  return template.render({ Name: name, CommandPath: path, Use: use }).split("\n");
}
