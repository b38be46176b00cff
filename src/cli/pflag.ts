/**
 * The flag grammar of spf13/pflag, exactly: clusters (`-it`), `--flag value|=value`, bare flags, `--` and its error texts.
 * Pure: turns argv into (flag, raw value) pairs and positionals.
 */
import { FlagError } from "../errors.js";
import { quote } from "../values/quote.js";

/** What the tokenizer needs to know of a flag. */
export interface FlagName {
  long: string;
  short?: string;
  /** Value of the flag when it is written without one. */
  bare?: string;
}

export interface Lookup<T extends FlagName> {
  long(name: string): T | undefined;
  short(letter: string): T | undefined;
}

/** Looks flags up by both spellings. */
export function lookupOf<T extends FlagName>(flags: Iterable<T>): Lookup<T> {
  const longs = new Map<string, T>();
  const shorts = new Map<string, T>();
  for (const flag of flags) {
    longs.set(flag.long, flag);
    if (flag.short) shorts.set(flag.short, flag);
  }
  return { long: (name) => longs.get(name), short: (letter) => shorts.get(letter) };
}

/** `-n, --last` or `--last`: how pflag names a flag in "invalid argument". */
export function flagTitle(flag: FlagName): string {
  return flag.short ? `-${flag.short}, --${flag.long}` : `--${flag.long}`;
}

/** pflag's text for a value that a flag refuses. */
export function invalidArgument(flag: FlagName, raw: string, reason: string): FlagError {
  return new FlagError(`invalid argument ${quote(raw)} for "${flagTitle(flag)}" flag: ${reason}`);
}

/**
 * Splits `argv`. With `interspersed` false the options end at the first positional.
 * `seen` is called for each flag as it is met, so that a bad value is reported before a later unknown flag.
 * Throws FlagError with pflag's text.
 */
export function parseArgs<T extends FlagName>(
  argv: readonly string[],
  lookup: Lookup<T>,
  interspersed: boolean,
  seen: (flag: T, raw: string) => void,
): string[] {
  const positionals: string[] = [];
  let at = 0;
  while (at < argv.length) {
    const word = argv[at++] as string;
    if (word.length < 2 || word[0] !== "-") {
      positionals.push(word);
      if (interspersed) continue;
      break;
    }
    if (word === "--") break;
    at = word[1] === "-" ? parseLong(word, argv, at, lookup, seen) : parseCluster(word, argv, at, lookup, seen);
  }
  return [...positionals, ...argv.slice(at)];
}

type Seen<T> = (flag: T, raw: string) => void;

/** One `--name[=value]`; returns the index of the next word. */
function parseLong<T extends FlagName>(word: string, argv: readonly string[], at: number, lookup: Lookup<T>, seen: Seen<T>): number {
  const body = word.slice(2);
  if (body[0] === "-" || body[0] === "=") throw new FlagError(`bad flag syntax: ${word}`);
  const equals = body.indexOf("=");
  const name = equals < 0 ? body : body.slice(0, equals);
  const flag = lookup.long(name);
  if (!flag) throw new FlagError(`unknown flag: --${name}`, { long: name });
  if (equals >= 0) seen(flag, body.slice(equals + 1));
  else if (flag.bare !== undefined) seen(flag, flag.bare);
  else if (at < argv.length) seen(flag, argv[at++] as string);
  else throw new FlagError(`flag needs an argument: ${word}`);
  return at;
}

/** One `-abc`, `-n5`, `-n=5`, `-n 5`; returns the index of the next word. */
function parseCluster<T extends FlagName>(word: string, argv: readonly string[], at: number, lookup: Lookup<T>, seen: Seen<T>): number {
  let rest = word.slice(1);
  while (rest !== "") {
    const letter = rest[0] as string;
    const flag = lookup.short(letter);
    if (!flag) throw new FlagError(`unknown shorthand flag: '${firstByte(rest)}' in -${rest}`, { letter, cluster: rest });
    if (rest.length > 2 && rest[1] === "=") {
      seen(flag, rest.slice(2));
      return at;
    }
    if (flag.bare !== undefined) {
      seen(flag, flag.bare);
      rest = rest.slice(1);
      continue;
    }
    if (rest.length > 1) seen(flag, rest.slice(1));
    else if (at < argv.length) seen(flag, argv[at++] as string);
    else throw new FlagError(`flag needs an argument: '${letter}' in -${rest}`);
    return at;
  }
  return at;
}

/** pflag walks bytes: a letter beyond ASCII is reported by its first byte, read as Latin-1. */
function firstByte(text: string): string {
  const byte = Buffer.from(text)[0] ?? 0;
  return byte < 0x20 || (byte >= 0x7f && byte < 0xa1) ? `\\x${byte.toString(16).padStart(2, "0")}` : String.fromCharCode(byte);
}
