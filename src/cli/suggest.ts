/** Words close to a mistyped one. */
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
 * What may have been meant by a flag that a command does not have; "" where nothing comes near.
 * @param message pflag's: "unknown flag: --detch", "unknown shorthand flag: 'H' in -H"
 * @param path the command, the program's name first
 */
export function flagHint(message: string, path: string, known: Iterable<FlagName>): string {
  const typed = /^unknown flag: --(.*)$/.exec(message)?.[1];
  const letter = /^unknown shorthand flag: '(.)' in -/.exec(message)?.[1];
  const [program = "", ...words] = path.split(" ");
  const global =
    words.length > 0 ? globalFlags.find(({ long, short }) => (typed === undefined ? short === letter : long === typed)) : undefined;
  if (global) {
    const spelled = typed === undefined ? `-${letter}` : `--${typed}`;
    const value = global.bare === undefined ? " …" : "";
    return `'${spelled}' stands before the command: '${program} ${spelled}${value} ${words.join(" ")}'`;
  }
  // `-name` is a cluster of letters to pflag, and a long flag to who typed it.
  const meant = typed ?? /^unknown shorthand flag: .* in -(.{3,})$/.exec(message)?.[1] ?? "";
  const near = suggest(
    meant,
    [...known].map(({ long }) => long),
  );
  return near.length === 0 ? "" : `Did you mean ${near.map((long) => `--${long}`).join(" or ")}?`;
}
