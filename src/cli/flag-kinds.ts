/** Flag kinds of run and create that the grammar does not provide. */

import { parseDuration } from "../values/duration.js";
import { type Int, parseInt64, parseUint } from "../values/integer.js";
import { parseSize } from "../values/size.js";
import { custom, type Flag, type FlagOptions } from "./flags.js";

/** A 64-bit integer, exact beyond 2^53 too. */
export function integer(summary: string, options: FlagOptions & { def?: Int } = {}): Flag<Int> {
  const { def = 0, ...rest } = options;
  return custom<Int>("int", summary, def, (_, raw) => parseInt64(raw), rest);
}

export function unsigned(kind: "uint64" | "uint16", summary: string, options: FlagOptions = {}): Flag<Int> {
  return custom<Int>(kind, summary, 0, (_, raw) => parseUint(raw, kind === "uint16" ? 16 : 64), options);
}

/** Bytes; `parse` reads one value where that is not plainly a size. */
export function size(summary: string, options: FlagOptions & { parse?: (raw: string) => Int } = {}): Flag<Int> {
  const { parse = parseSize, ...rest } = options;
  return custom<Int>("bytes", summary, 0, (_, raw) => parse(raw), rest);
}

/** Nanoseconds. */
export function duration(summary: string, options: FlagOptions = {}): Flag<Int> {
  return custom<Int>("duration", summary, 0, (_, raw) => parseDuration(raw), { shown: "0s", ...options });
}

/** Every value, each parsed when it is met. */
export function many<T>(kind: string, summary: string, parse: (raw: string) => T, options: FlagOptions = {}): Flag<T[]> {
  return custom<T[]>(kind, summary, [], (previous, raw) => [...(previous ?? []), parse(raw)], options);
}

/** A value and its place on the command line: two spellings of one list are merged in that order. */
export interface Placed<T> {
  place: number;
  value: T;
}

let met = 0;

/** A list that has a second, older spelling: see `merged`. */
export function placed<T>(kind: string, summary: string, parse: (raw: string) => T, options: FlagOptions = {}): Flag<Placed<T>[]> {
  return many(kind, summary, (raw) => ({ place: met++, value: parse(raw) }), options);
}

/** The values of both spellings in the order of the command line. */
export function merged<T>(...spellings: readonly (readonly Placed<T>[])[]): T[] {
  return spellings
    .flat()
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
