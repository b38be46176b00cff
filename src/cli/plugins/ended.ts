/** A command that has ended, in the form that hooks expect. */
import { type Flag, type Flags, longName } from "../flags.js";
import { parseCommand } from "../parse-command.js";
import type { AnyCommand } from "../spec.js";
import { type Ended, naiveFlags } from "./hooks.js";

const OWN_PAGE = "[OPTIONS] COMMAND [ARG...]";

/** As pflag shows a flag's value. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.join(" ")}]`;
  return typeof value === "object" ? "" : String(value ?? "");
}

/** The last word of a path. */
const leaf = (path: string) => path.slice(path.lastIndexOf(" ") + 1);

/** One of our commands, run as `shown` with `argv`. */
export function endedCommand(program: string, spec: AnyCommand, path: string, argv: readonly string[], error: string): Ended {
  const { values, changed, args, help } = parseCommand(spec, argv);
  const named = Object.entries(spec.flags as Flags).map(([key, flag]) => [key, longName(key, flag), flag] as const);
  const isBool = (flag: Flag<unknown>) => flag.kind === "bool";
  const written = named
    .filter(([key]) => changed.has(key))
    .map(([key, name, flag]) => [name, isBool(flag) ? shown(values[key]) : ""] as const);
  const all = named.map(([key, name]) => [name, shown(values[key])] as const);
  return {
    words: path,
    flags: Object.fromEntries(help ? [...written, ["help", "true"]] : written),
    error,
    command: {
      name: leaf(path),
      path: `${program} ${path}`,
      use: `${leaf(path)} ${spec.usage}`,
      values: Object.fromEntries([...all, ["help", String(help)]]),
      args,
    },
  };
}

/** A group that was named without a command of it. */
export function endedGroup(program: string, path: string, error: string): Ended {
  const command = { name: leaf(path), path: `${program} ${path}`, use: leaf(path), values: {}, args: [] };
  return { words: path, flags: {}, error, command };
}

/** A plugin: its flags and arguments are its own. */
export function endedPlugin(program: string, words: readonly string[]): Ended {
  const command = { name: program, path: program, use: `${program} ${OWN_PAGE}`, values: {}, args: [] };
  return { words: words.join(" "), flags: naiveFlags(words), error: "", command };
}
