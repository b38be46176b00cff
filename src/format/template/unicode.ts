/** Character classes as Go's unicode package draws them. */
import { isPrint } from "../../values/quote.js";

const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;

/** May stand in an identifier: a letter, a digit or an underscore. */
export function isAlphaNumeric(rune: number): boolean {
  if (rune < 0x80) {
    return (rune >= 97 && rune <= 122) || (rune >= 65 && rune <= 90) || (rune >= 48 && rune <= 57) || rune === 95;
  }
  const c = String.fromCodePoint(rune);
  return LETTER.test(c) || DIGIT.test(c);
}

export function isLetter(rune: number): boolean {
  return LETTER.test(String.fromCodePoint(rune));
}

export function isDigit(rune: number): boolean {
  return DIGIT.test(String.fromCodePoint(rune));
}

/** `U+0040 '@'`, without the quoted part when it does not print. */
export function unicodeForm(rune: number): string {
  const hex = `U+${rune.toString(16).toUpperCase().padStart(4, "0")}`;
  return isPrint(rune) ? `${hex} '${String.fromCodePoint(rune)}'` : hex;
}
