/** From the words of a line to what is being typed: a name of the grammar's, or a value that somebody else knows. */

import type { ProgramCtx } from "../command-table.js";
import { lookupOf } from "../pflag.js";
import type { AnyCommand } from "../spec.js";
import { type Answer, FILES, NOTHING, only } from "./answer.js";
import { commandNames, flagNames, flagsOf, help, type KnownFlag, optionsOfAll } from "./names.js";
import { type Place, placeOf } from "./place.js";

/** A value to complete: of a flag, or (without `flag`) the argument behind `args`. */
export interface Question {
  /** Undefined for the options before the command. */
  spec?: AnyCommand;
  flag?: KnownFlag;
  /** What of the value is there. */
  typed: string;
  /** The arguments before. */
  args: readonly string[];
  /** What was written of flags, by long name. */
  written: ReadonlyMap<string, readonly string[]>;
}

export interface Sources {
  /** Values of flags and arguments. */
  values(question: Question): Promise<Answer>;
  /** The names of plugins, with what they do. */
  plugins(): Promise<Answer["candidates"]>;
  /** The plugin that `words` are for completes them, and has printed what it found. */
  byPlugin(words: readonly string[]): Promise<boolean>;
}

/** Undefined: a plugin has answered. `words`: all behind the program's name; the last is being typed. */
export async function completeLine(ctx: ProgramCtx, words: readonly string[], sources: Sources): Promise<Answer | undefined> {
  const last = words.at(-1) ?? "";
  const top = placeOf(words.slice(0, -1), last, lookupOf(optionsOfAll), false);
  if (top.value || top.flag) return word(undefined, optionsOfAll, top, last, sources);
  if (top.args.length === 0) {
    const own = commandNames(ctx, "");
    const others = (await sources.plugins()).filter(({ value }) => !own.some((one) => one.value === value));
    return begun(
      [...own, ...others].sort((a, b) => (a.value < b.value ? -1 : 1)),
      last,
    );
  }
  return belowTop(ctx, top.args, last, sources);
}

async function belowTop(ctx: ProgramCtx, words: readonly string[], last: string, sources: Sources): Promise<Answer | undefined> {
  const [first = ""] = words;
  if (first === "help") return helped(ctx, words.slice(1), last);
  let path = "";
  for (const [at, one] of words.entries()) {
    path = path === "" ? one : `${path} ${one}`;
    const entry = ctx.commands.entryOf(path);
    if (entry) return inCommand((await entry.load()).default, [...words.slice(at + 1), last], sources);
    if (!ctx.commands.isGroup(path)) return at === 0 ? unknown(words, last, sources) : FILES;
  }
  return begun(commandNames(ctx, path), last);
}

async function unknown(words: readonly string[], last: string, sources: Sources): Promise<Answer | undefined> {
  return (await sources.byPlugin([...words, last])) ? undefined : FILES;
}

/** `help container st…` */
function helped(ctx: ProgramCtx, words: readonly string[], last: string): Answer {
  const path = words.join(" ");
  return path === "" || (ctx.commands.isGroup(path) && !ctx.commands.entryOf(path)) ? begun(commandNames(ctx, path), last) : NOTHING;
}

async function inCommand(spec: AnyCommand, words: readonly string[], sources: Sources): Promise<Answer> {
  const last = words.at(-1) ?? "";
  const flags = [...flagsOf(spec), help];
  return word(spec, flags, placeOf(words.slice(0, -1), last, lookupOf(flags), spec.interspersed ?? true), last, sources);
}

async function word(
  spec: AnyCommand | undefined,
  flags: readonly KnownFlag[],
  { args, written, value, flag }: Place<KnownFlag>,
  last: string,
  sources: Sources,
): Promise<Answer> {
  if (flag) return only(flagNames(flags, written, last));
  const asked = { args, written, ...(spec && { spec }) };
  if (!value) return sources.values({ ...asked, typed: last });
  const { typed, before } = value;
  if (value.flag.bare === "true") return only(["true", "false"]);
  const { candidates, directive } = await sources.values({ ...asked, typed, flag: value.flag });
  return { candidates: candidates.map((one) => ({ ...one, value: before + one.value })), directive };
}

const begun = (candidates: Answer["candidates"], typed: string) => only(candidates.filter(({ value }) => value.startsWith(typed)));
