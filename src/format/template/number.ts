/** Number literals: Go's integers in every base, floats, hexadecimal floats, imaginary numbers and characters. */
import { quote } from "../../values/quote.js";
import { unquoteRune } from "./quote.js";

/** What a literal may be used as; a number can be several. */
export interface Constant {
  int?: bigint;
  uint?: bigint;
  float?: number;
  complex?: readonly [number, number];
}

const MAX_UINT = 2n ** 64n - 1n;
const MAX_INT = 2n ** 63n - 1n;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const HEX_FLOAT = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/;

/** The text without underscores, which may stand between digits and after a base prefix; undefined where they may not. */
function withoutUnderscores(text: string): string | undefined {
  if (!text.includes("_")) return text;
  const body = text.replace(/^[+-]/, "");
  const hex = /^0[xX]/.test(body);
  const digit = hex ? "[0-9a-fA-F]" : "[0-9]";
  // The prefix counts as a digit.
  const rest = body.replace(/^0[xXoObB]/, "0");
  if (new RegExp(`_(?!${digit})|(?<!${digit})_`).test(rest)) return undefined;
  return text.replaceAll("_", "");
}

/** An integer in any base; `undefined` when the text is not one. */
function parseInteger(text: string): bigint | undefined {
  const plain = withoutUnderscores(text);
  const m = plain === undefined ? null : /^([+-]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|\d+)$/.exec(plain);
  if (m === null) return undefined;
  const digits = m[2] as string;
  if (/^0\d/.test(digits) && !/^[0-7]+$/.test(digits)) return undefined;
  const n = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase());
  return m[1] === "-" ? -n : n;
}

/** A float; `undefined` when the text is not one or is too large. */
export function parseFloat64(text: string): number | undefined {
  const plain = withoutUnderscores(text);
  if (plain === undefined) return undefined;
  if (DECIMAL.test(plain)) {
    const f = Number(plain);
    return Number.isFinite(f) ? f : undefined;
  }
  const m = HEX_FLOAT.exec(plain);
  if (m === null || `${m[2]}${m[3]}` === "") return undefined;
  const f = scaleExactly(BigInt(`0x${m[2]}${m[3]}`), Number(m[4]) - 4 * (m[3] as string).length);
  if (!Number.isFinite(f)) return undefined;
  return m[1] === "-" ? -f : f;
}

/** mantissa * 2**exponent; the mantissa is first rounded to what a double holds. */
function scaleExactly(mantissa: bigint, exponent: number): number {
  let f = Number(mantissa);
  let e = Math.max(-5000, Math.min(5000, exponent));
  for (; e > 1000; e -= 1000) f *= 2 ** 1000;
  for (; e < -1000; e += 1000) f *= 2 ** -1000;
  return f * 2 ** e;
}

/** A float that is whole is an integer too. */
function wholeOf(f: number): Constant {
  if (!Number.isInteger(f)) return { float: f };
  const n = BigInt(f);
  const c: Constant = { float: f };
  if (n >= -MAX_INT - 1n && n <= MAX_INT) c.int = n;
  if (n >= 0n && n <= MAX_UINT) c.uint = n;
  return c;
}

function complexOf(re: number, im: number): Constant {
  return { ...(im === 0 ? wholeOf(re) : {}), complex: [re, im] };
}

/** `1+2i` as one item. */
function parsePair(text: string): Constant | undefined {
  for (let i = text.length - 2; i > 0; i--) {
    const c = text[i];
    if ((c !== "+" && c !== "-") || /[eEpP]/.test(text[i - 1] as string)) continue;
    const re = parseFloat64(text.slice(0, i));
    const im = parseFloat64(text.slice(i, -1));
    if (re !== undefined && im !== undefined) return complexOf(re, im);
  }
  return undefined;
}

/** Reads a literal. Returns the reason as a string when it is not one. */
export function parseConstant(text: string, type: "rune" | "complex" | "number"): Constant | string {
  if (type === "rune") {
    const rune = unquoteRune(text);
    if (rune === "syntax") return "invalid syntax";
    if (rune === "malformed") return `malformed character constant: ${text}`;
    return { int: BigInt(rune), uint: BigInt(rune), float: rune };
  }
  if (type === "complex") return parsePair(text) ?? "syntax error scanning complex number";
  if (text.endsWith("i")) {
    const f = parseFloat64(text.slice(0, -1));
    if (f !== undefined) return complexOf(0, f);
  }
  const n = parseInteger(text);
  const c: Constant = {};
  if (n !== undefined) {
    if (n >= 0n && n <= MAX_UINT && !/^[+-]/.test(text)) c.uint = n;
    if (n >= -MAX_INT - 1n && n <= MAX_INT) c.int = n;
    if (n === 0n) c.uint = 0n;
    const whole = c.int ?? c.uint;
    if (whole === undefined) return `integer overflow: ${quote(text)}`;
    c.float = Number(whole);
    return c;
  }
  const f = parseFloat64(text);
  if (f === undefined) return `illegal number syntax: ${quote(text)}`;
  return /[.eEpP]/.test(text) ? wholeOf(f) : `integer overflow: ${quote(text)}`;
}
