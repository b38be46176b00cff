/** What differs between two runs of the same command on the same engine, made equal before they are compared. */

/** A pattern (with the flag g) and what stands for each match. */
export type Mask = readonly [pattern: RegExp, replacement: string];

/** Ids keep their length, so that what a table shows in a failure still lines up. */
const ALWAYS: readonly Mask[] = [
  [/\b[0-9a-f]{64}\b/g, "<id64>"],
  [/\b[0-9a-f]{12}\b/g, "<----id---->"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, "<time>"],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? [+-]\d{4}( [A-Z]{3,4})?/g, "<time>"],
  [/\b1[6-9]\d{8}(\d{9})?\b/g, "<unix>"],
  [/:(3[2-9]\d{3}|[45]\d{4}|6[0-5]\d{3})\b/g, ":<port>"],
  [/\b172\.(1[6-9]|2\d|3[01])\.\d+\.\d+\b/g, "<ip>"],
  [/\b([0-9a-f]{2}:){5}[0-9a-f]{2}\b/g, "<mac>"],
];

/** Go's units.HumanDuration, as in "Up 3 minutes" and "About an hour ago". */
export const AGE = /\b(Less than a second|About a minute|About an hour|\d+ (second|minute|hour|day|week|month|year)s?)\b/g;

/** The masks for every command, after those of the case. */
export function mask(text: string, extra: readonly Mask[]): string {
  return [...extra, ...ALWAYS].reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}

/**
 * Whether two outputs are the same. Ages may have gone on between the two: then, and only then, the widths of columns
 * are not compared either.
 */
export function sameButForAges(ours: string, theirs: string): boolean {
  if (ours === theirs) return true;
  const ages = (text: string) => (text.match(AGE) ?? []).join();
  if (ages(ours) === ages(theirs)) return false;
  const plain = (text: string) => text.replace(AGE, "<age>").replace(/ {2,}/g, "  ");
  return plain(ours) === plain(theirs);
}
