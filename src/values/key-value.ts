/** `key=value` texts. */

/** At the first "="; the value is undefined where there is none. */
export function splitPair(text: string, separator = "="): [key: string, value: string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** A map of `key=value` texts: a missing value is "", the last of a key wins. */
export function toMap(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(pairs.map((pair) => [splitPair(pair)[0], splitPair(pair)[1] ?? ""]));
}
