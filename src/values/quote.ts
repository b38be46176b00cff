/** Go's quoted strings (strconv.Quote, `%q`): how error texts and templates show a value. */
import { decodeUtf8, isStray, stray } from "./utf8.js";

const SHORT: Readonly<Record<number, string>> = { 7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r" };

/** Letters, marks, numbers, punctuation and symbols. Compiled for the first rune beyond ASCII: it takes 4 ms. */
let printable: RegExp | undefined;

/** Does Go print the rune as it is (unicode.IsPrint)? Of white space, only the ASCII space. */
export function isPrint(rune: number): boolean {
  if (rune < 0x7f) return rune >= 0x20;
  if (rune <= 0xa0 || rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff)) return false;
  printable ??= /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;
  return printable.test(String.fromCodePoint(rune));
}

const hex = (rune: number, width: number) => rune.toString(16).padStart(width, "0");

/** One rune inside the quotes `mark`. */
function escaped(rune: number, mark: string, ascii: boolean): string {
  const char = String.fromCodePoint(rune);
  if (char === mark || char === "\\") return `\\${char}`;
  if (isPrint(rune) && !(ascii && rune > 0x7f)) return char;
  const short = SHORT[rune];
  if (short !== undefined) return short;
  if (rune < 0x20 || rune === 0x7f) return `\\x${hex(rune, 2)}`;
  return rune < 0x10000 ? `\\u${hex(rune, 4)}` : `\\U${hex(rune, 8)}`;
}

/** Values that need no escape: most. */
const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * A string in double quotes. Stray bytes (utf8.ts) are written as `\xff`.
 * @param ascii everything beyond ASCII becomes an escape (strconv.QuoteToASCII, `%+q`)
 */
export function quote(text: string, ascii = false): string {
  if (PLAIN.test(text)) return `"${text}"`;
  let out = "";
  for (const char of text) {
    const rune = char.codePointAt(0) as number;
    out += isStray(rune) ? `\\x${hex(rune & 0xff, 2)}` : escaped(rune, '"', ascii);
  }
  return `"${out}"`;
}

/** A string of one character a byte (latin1), whose bytes may be UTF-8. */
export function quoteLatin1(text: string): string {
  return quote(PLAIN.test(text) ? text : decodeUtf8(Buffer.from(text, "latin1"), stray));
}

/** A rune in single quotes (strconv.QuoteRune, QuoteRuneToASCII); U+FFFD for an invalid one. */
export function quoteRune(rune: number, ascii = false): string {
  const valid = rune >= 0 && rune <= 0x10ffff && !(rune >= 0xd800 && rune <= 0xdfff);
  return `'${escaped(valid ? rune : 0xfffd, "'", ascii)}'`;
}
