/**
 * The kinds of flags. They follow pflag's: each knows its type name, its default, and how one raw value is folded into the last.
 */
import { parseBool } from "../values/bool.js";
import { parseInt64, parseUint } from "../values/integer.js";

/** How a flag is written in the spec, beyond its kind. */
export interface FlagOptions {
  /** One-letter spelling. */
  short?: string;
  /** Long spelling where it is not the key in kebab case. */
  name?: string;
  /** Not listed by help. */
  hidden?: boolean;
  /** Text of "Flag --x has been deprecated, TEXT". Also hides the flag. */
  deprecated?: string;
  /** Lowest API version that has it: help hides it below and using it is refused. */
  api?: string;
  /** Only where the daemon runs this OS ("windows"). */
  os?: string;
  /** Only where the daemon is experimental. */
  experimental?: boolean;
  /** Variable whose value is taken where the flag is not written. */
  env?: string;
  /** Default as help prints it, where that is not the value itself. */
  shown?: string;
}

/** A flag: `parse(previous, raw)` folds one raw value into the result and throws an Error with pflag's reason. */
export interface Flag<T> extends FlagOptions {
  readonly kind: string;
  readonly summary: string;
  readonly def: T;
  /** Value taken when the flag is written without one (`--all`); a flag that has none needs a value. */
  readonly bare?: string;
  parse(previous: T | undefined, raw: string): T;
}

// biome-ignore lint/suspicious/noExplicitAny: a set of flags of any value types
export type Flags = Record<string, Flag<any>>;
export type Values<F extends Flags> = { [K in keyof F]: F[K] extends Flag<infer T> ? T : never };

/** `noTrunc` -> `no-trunc`. */
export function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
}

/** Long spelling of the flag stored under `key`. */
export function longName(key: string, flag: Flag<unknown>): string {
  return flag.name ?? kebab(key);
}

/** A kind of flag that is not one of the ready ones (mount, ulimit, gpus, ...). */
export function custom<T>(
  kind: string,
  summary: string,
  def: T,
  parse: (previous: T | undefined, raw: string) => T,
  options: FlagOptions & { bare?: string } = {},
): Flag<T> {
  return { kind, summary, def, parse, ...options };
}

/** strconv.ParseBool: 1 t T TRUE true True and their opposites. */
export function bool(summary: string, options: FlagOptions & { def?: boolean } = {}): Flag<boolean> {
  const { def = false, ...rest } = options;
  return custom("bool", summary, def, (_, raw) => parseBool(raw), { bare: "true", ...rest });
}

export function str(summary: string, options: FlagOptions & { def?: string } = {}): Flag<string> {
  const { def = "", ...rest } = options;
  return custom("string", summary, def, (_, raw) => raw, rest);
}

/** Go's int (64 bits), for counts and times: what a double does not hold exactly is rounded. */
export function int(summary: string, options: FlagOptions & { def?: number } = {}): Flag<number> {
  const { def = 0, ...rest } = options;
  return custom("int", summary, def, (_, raw) => Number(parseInt64(raw)), rest);
}

/** Unsigned integer of `bits` bits; help calls it uint, uint16, uint64. */
export function uint(summary: string, options: FlagOptions & { def?: number; bits?: 16 | 32 | 64; kind?: string } = {}): Flag<number> {
  const { def = 0, bits = 64, kind = "uint", ...rest } = options;
  return custom(kind, summary, def, (_, raw) => Number(parseUint(raw, bits)), rest);
}

/** Every value is kept (opts.ListOpts); `check` may rewrite one or throw. */
export function list(summary: string, options: FlagOptions & { check?: (raw: string) => string; kind?: string } = {}): Flag<string[]> {
  const { check = (raw: string) => raw, kind = "list", ...rest } = options;
  return custom<string[]>(kind, summary, [], (previous, raw) => [...(previous ?? []), check(raw)], rest);
}
