/** Words close to a mistyped one. */
import type { UnknownFlag } from "../errors.js";
import { globalFlags } from "./globals.js";
import type { FlagName } from "./pflag.js";

/** Optimal string alignment: insertions, deletions, substitutions, swaps of neighbours. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] as number) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length] as number;
}

/** Up to three of `known`, closest first: at most two edits away (one for words of up to three letters), or begun by `typed`. */
export function suggest(typed: string, known: Iterable<string>): string[] {
  const most = typed.length <= 3 ? 1 : 2;
  const scored: [number, string][] = [];
  for (const word of known) {
    const edits = distance(typed.toLowerCase(), word);
    if (edits <= most) scored.push([edits, word]);
    else if (typed.length > 1 && word.startsWith(typed.toLowerCase())) scored.push([most + 1, word]);
  }
  return scored
    .sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1))
    .slice(0, 3)
    .map(([, word]) => word);
}

/**
 * Suggests a flag for one that the command does not have; "" if none is close.
 * @param path the command, with the program's name before it
 */
export function flagHint(unknown: UnknownFlag, path: string, known: Iterable<FlagName>): string {
  const [program = "", ...words] = path.split(" ");
  const isMeant = ({ long, short }: FlagName) => ("long" in unknown ? long === unknown.long : short === unknown.letter);
  const global = words.length > 0 ? globalFlags.find(isMeant) : undefined;
  if (global) {
    const spelled = "long" in unknown ? `--${unknown.long}` : `-${unknown.letter}`;
    const value = global.bare === undefined ? " …" : "";
    return `'${spelled}' stands before the command: '${program} ${spelled}${value} ${words.join(" ")}'`;
  }
  const near = suggest(
    meantBy(unknown),
    [...known].map(({ long }) => long),
  );
  return near.length === 0 ? "" : `Did you mean ${near.map((long) => `--${long}`).join(" or ")}?`;
}

/** `-name` is a cluster of letters to pflag, but the user may have meant a long flag. */
function meantBy(unknown: UnknownFlag): string {
  if ("long" in unknown) return unknown.long;
  return unknown.cluster.length >= 3 ? unknown.cluster : "";
}
