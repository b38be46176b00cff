/** Where in a command's words the one that is being typed stands: a flag, a flag's value, or an argument. Pure. */
import { FlagError } from "../../errors.js";
import { type FlagName, type Lookup, parseArgs } from "../pflag.js";

export interface Place<T extends FlagName> {
  /** The arguments before it. */
  args: string[];
  /** What was written of each flag, by its long name, in order; a bare flag has its bare value. */
  written: ReadonlyMap<string, readonly string[]>;
  /** The flag whose value it is, what of the value is there, and what of the word stands before the value. */
  value?: { flag: T; typed: string; before: string };
  /** It begins a flag, or may. */
  flag?: boolean;
}

/** No flag has this name. */
const MARK = "\u0000";

/**
 * Flags that are unknown count as switches: the rest of the line may be right nevertheless.
 * @param before the words before the one that is being typed
 * @param last that one, "" if it is not begun yet
 */
export function placeOf<T extends FlagName>(before: readonly string[], last: string, known: Lookup<T>, interspersed: boolean): Place<T> {
  const unknown = (long: string): FlagName => ({ long, bare: "true" });
  const lookup: Lookup<FlagName> = {
    long: (name) => known.long(name) ?? unknown(name),
    short: (letter) => known.short(letter) ?? unknown(letter),
  };
  const written = new Map<string, string[]>();
  let open = false;
  let asks: FlagName | undefined;
  const see = (flag: FlagName, raw: string) => {
    if (flag.long === MARK) open = true;
    else if (raw === `--${MARK}`) asks = flag;
    else written.set(flag.long, [...(written.get(flag.long) ?? []), raw]);
  };
  const args = parsed([...before, `--${MARK}`], lookup, interspersed, see).filter((word) => word !== `--${MARK}`);
  const place = { args, written };
  if (asks) return { ...place, value: { flag: asks as T, typed: last, before: "" } };
  if (!open || !last.startsWith("-")) return place;
  const value = last.startsWith("--") ? longValue(last, known) : shortValue(last, known);
  return value ? { ...place, value } : { ...place, flag: true };
}

function parsed(
  words: readonly string[],
  lookup: Lookup<FlagName>,
  interspersed: boolean,
  see: (flag: FlagName, raw: string) => void,
): string[] {
  try {
    return parseArgs(words, lookup, interspersed, see);
  } catch (error) {
    // `---`: no line that goes on could be right.
    if (error instanceof FlagError) return [];
    throw error;
  }
}

function longValue<T extends FlagName>(word: string, known: Lookup<T>): Place<T>["value"] {
  const equals = word.indexOf("=");
  const flag = equals < 0 ? undefined : known.long(word.slice(2, equals));
  return flag && { flag, typed: word.slice(equals + 1), before: "" };
}

/** `-sKI`, `-itsKI` and `-s=KI`. By the protocol the shell knows of `-s=` itself. */
function shortValue<T extends FlagName>(word: string, known: Lookup<T>): Place<T>["value"] {
  for (let at = 1; at < word.length; at++) {
    const flag = known.short(word[at] as string);
    if (!flag) return undefined;
    const rest = word.slice(at + 1);
    if (rest.startsWith("=")) return { flag, typed: rest.slice(1), before: "" };
    if (flag.bare === undefined) return rest === "" ? undefined : { flag, typed: rest, before: word.slice(0, at + 1) };
  }
  return undefined;
}
