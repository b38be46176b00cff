/** The words that the grammar itself has: commands, groups, flags. */

import type { ProgramCtx } from "../command-table.js";
import { type Flag, type Flags, longName } from "../flags.js";
import { globalFlags } from "../globals.js";
import { groups, isForeign } from "../groups.js";
import type { FlagName } from "../pflag.js";
import type { AnyCommand } from "../spec.js";
import type { Candidate } from "./answer.js";

/** Commands and groups right below `parent` ("" is the top level). */
export function commandNames({ commands: table, dialect }: Pick<ProgramCtx, "commands" | "dialect">, parent: string): Candidate[] {
  const below = table.below(parent).filter(({ entry }) => !entry.hidden);
  const commands = below.map((one) => ({ value: one.name, about: one.entry.summary }));
  if (parent !== "") return commands;
  const held = Object.entries(groups).filter(([group]) => !isForeign(dialect, group) && table.below(group).length > 0);
  const named = held.map(([group, { summary }]) => ({ value: group, about: summary }));
  const telling = { value: "help", about: `Show help for a command` };
  return [...commands, ...named, telling].sort((a, b) => (a.value < b.value ? -1 : 1));
}

/** A flag as completion sees it. */
export interface KnownFlag extends FlagName {
  summary: string;
  /** Neither hidden nor deprecated. */
  listed: boolean;
  /** Every value of it counts: it may be written again. */
  repeats: boolean;
}

export function flagsOf(spec: AnyCommand): KnownFlag[] {
  return Object.entries(spec.flags as Flags).map(([key, flag]) => ({
    long: longName(key, flag),
    short: flag.short,
    bare: flag.bare,
    summary: flag.summary,
    listed: !flag.hidden && !flag.deprecated,
    repeats: repeats(flag),
  }));
}

/** Every command has it; its shorthand is deprecated. */
export const help: KnownFlag = { long: "help", bare: "true", summary: "Show help for the command", listed: true, repeats: false };

/** Flags that hold lists or maps keep every value. */
function repeats({ def }: Flag<unknown>): boolean {
  return typeof def === "object" && def !== null;
}

export const optionsOfAll: readonly KnownFlag[] = globalFlags.map(({ long, short, bare, summary, kind }) => ({
  long,
  short,
  bare,
  summary,
  listed: true,
  repeats: kind === "list",
}));

/** The flags that `typed` ("-", "--", "--fo", "-it") may become; a flag that is already written and counts once is left out. */
export function flagNames(flags: readonly KnownFlag[], written: ReadonlyMap<string, unknown>, typed: string): Candidate[] {
  const free = flags.filter(({ long, listed, repeats }) => listed && (repeats || !written.has(long)));
  const spellings = free
    .sort((a, b) => (a.long < b.long ? -1 : 1))
    .flatMap(({ long, short, summary }) => [`--${long}`, ...(short ? [`-${short}`] : [])].map((value) => ({ value, about: summary })));
  const found = spellings.filter(({ value }) => value.startsWith(typed));
  if (found.length > 0 || typed.length < 3 || typed.startsWith("--")) return found;
  // `-it` is whole: a space may follow.
  const cluster = [...typed.slice(1)].map((letter) => flags.find(({ short }) => short === letter));
  return cluster.every((flag) => flag !== undefined) ? [{ value: typed }] : [];
}
