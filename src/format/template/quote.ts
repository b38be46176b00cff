/** Reads Go's string and character literals (strconv.Unquote). The other way: values/quote.ts. */
import { stray } from "../../values/utf8.js";
import { decode, encode, runeAt } from "./gostring.js";

/** Can the string stand between back quotes as it is? */
export function canBackquote(s: string): boolean {
  return !/[\x00-\x08\x0a-\x1f\x7f`\ufeff]|[\udc00-\udfff](?<![\ud800-\udbff].)/.test(s);
}

const ESCAPES: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, "\\": 92 };
const HEX_DIGITS: Record<string, number> = { x: 2, u: 4, U: 8 };

/** The character at `i` of an interpreted literal in quotes `q`; `byte` when it was written as one byte of a string. */
function unquoteChar(s: string, i: number, q: string): { rune: number; next: number; byte: boolean } | undefined {
  const c = s[i];
  if (c === undefined || c === q || c === "\n") return undefined;
  if (c !== "\\") {
    const r = runeAt(s, i);
    return { rune: r.rune, next: i + r.units, byte: false };
  }
  const e = s[i + 1];
  if (e === undefined) return undefined;
  const simple = ESCAPES[e];
  if (simple !== undefined) return { rune: simple, next: i + 2, byte: false };
  if (e === "'" || e === '"') return e === q ? { rune: e.charCodeAt(0), next: i + 2, byte: false } : undefined;
  const width = HEX_DIGITS[e];
  if (width !== undefined) {
    const digits = s.slice(i + 2, i + 2 + width);
    if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length !== width) return undefined;
    const rune = Number.parseInt(digits, 16);
    if (e !== "x" && (rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff))) return undefined;
    return { rune, next: i + 2 + width, byte: e === "x" };
  }
  const octal = /^[0-7]{3}/.exec(s.slice(i + 1, i + 4))?.[0];
  if (octal === undefined || Number.parseInt(octal, 8) > 255) return undefined;
  return { rune: Number.parseInt(octal, 8), next: i + 4, byte: true };
}

/** The value of a literal as it was written, in double quotes or back quotes; undefined when it is not valid. */
export function unquote(literal: string): string | undefined {
  const body = literal.slice(1, -1);
  if (literal.startsWith("`")) return body.replaceAll("\r", "");
  if (!body.includes("\\")) return body.includes('"') || body.includes("\n") ? undefined : body;
  let out = "";
  let bytes = false;
  for (let i = 0; i < body.length; ) {
    const c = unquoteChar(body, i, '"');
    if (c === undefined) return undefined;
    bytes ||= c.byte && c.rune > 0x7f;
    out += c.byte ? stray(c.rune) : body[i] === "\\" ? String.fromCodePoint(c.rune) : body.slice(i, c.next);
    i = c.next;
  }
  // Bytes written one by one may form a character together.
  return bytes ? decode(encode(out)) : out;
}

/** The rune of a character constant such as `'a'`; "syntax" when it is not valid, "malformed" when there is more. */
export function unquoteRune(literal: string): number | "syntax" | "malformed" {
  const c = unquoteChar(literal, 1, "'");
  if (c === undefined) return "syntax";
  return literal.slice(c.next) === "'" ? c.rune : "malformed";
}
