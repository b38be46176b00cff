/** The items of a template's text. */

import { quote } from "../../values/quote.js";
import { byteLength, firstRunes } from "./gostring.js";

export type ItemType =
  | "error"
  | "bool"
  /** A printable ASCII character on its own, such as a comma. */
  | "char"
  | "rune"
  | "complex"
  | "assign"
  | "declare"
  | "eof"
  | "field"
  | "identifier"
  | "left"
  | "("
  | "number"
  | "pipe"
  | "raw"
  | "right"
  | ")"
  | "space"
  | "string"
  | "text"
  | "variable"
  | Keyword;

export type Keyword = "." | "block" | "break" | "continue" | "define" | "else" | "end" | "if" | "nil" | "range" | "template" | "with";

export const KEYWORDS: ReadonlySet<string> = new Set([
  ".",
  "block",
  "break",
  "continue",
  "define",
  "else",
  "end",
  "if",
  "nil",
  "range",
  "template",
  "with",
]);

export interface Item {
  readonly type: ItemType;
  /** Offset in UTF-16 units. */
  readonly pos: number;
  readonly val: string;
  readonly line: number;
}

/** An item as parse errors name it. */
export function describe(item: Item): string {
  if (item.type === "eof") return "EOF";
  if (item.type === "error") return item.val;
  if (KEYWORDS.has(item.type)) return `<${item.val}>`;
  return byteLength(item.val) > 10 ? `${quote(firstRunes(item.val, 10))}...` : quote(item.val);
}
