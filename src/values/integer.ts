/** Go's 64-bit integers. Numbers where a double holds them exactly, bigint beyond: `encodeJson` writes both. */
import { quote } from "./quote.js";

export type Int = number | bigint;

const MAX_INT64 = 2n ** 63n - 1n;

/** A number where a double holds the value exactly, else the bigint. */
export function exactInt(value: bigint): Int {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** Why strconv refuses a number; `reason` is what Go calls the error's `Err`. */
export class NumberError extends Error {
  constructor(
    func: string,
    raw: string,
    readonly reason: "invalid syntax" | "value out of range",
  ) {
    super(`strconv.${func}: parsing ${quote(raw)}: ${reason}`);
    this.name = "NumberError";
  }
}

const PREFIXES: Readonly<Record<string, number>> = { "0x": 16, "0o": 8, "0b": 2 };
/** Underscores stand between digits, or between prefix and digit. */
const UNDERSCORES = /^(0[xbo]|[0-9])(_?[0-9a-f])*$/i;

/** Base 0: the prefix decides. */
function detectBase(raw: string): [base: number, digits: string] {
  const prefixed = raw.length >= 3 ? PREFIXES[raw.slice(0, 2).toLowerCase()] : undefined;
  if (prefixed !== undefined) return [prefixed, raw.slice(2)];
  return raw[0] === "0" ? [8, raw.slice(1)] : [10, raw];
}

/** strconv.ParseUint: reports the first error from the left. */
function magnitude(raw: string, base: 0 | 8 | 10, max: bigint, refuse: (reason: NumberError["reason"]) => Error): bigint {
  if (raw === "") throw refuse("invalid syntax");
  const [radix, digits] = base === 0 ? detectBase(raw) : [base, raw];
  let value = 0n;
  for (const char of digits) {
    if (char === "_" && base === 0) continue;
    const digit = /^[0-9a-z]$/i.test(char) ? Number.parseInt(char, 36) : radix;
    if (digit >= radix) throw refuse("invalid syntax");
    value = value * BigInt(radix) + BigInt(digit);
    if (value > max) throw refuse("value out of range");
  }
  if (raw.includes("_") && !UNDERSCORES.test(raw)) throw refuse("invalid syntax");
  return value;
}

/** strconv.ParseInt(raw, base, 64). `func` is the name in the error ("Atoi" calls itself so). */
export function parseInt64(raw: string, base: 0 | 10 = 0, func = "ParseInt"): Int {
  const refuse = (reason: NumberError["reason"]) => new NumberError(func, raw, reason);
  const size = magnitude(raw.replace(/^[+-]/, ""), base, 2n ** 64n - 1n, refuse);
  const value = raw[0] === "-" ? -size : size;
  if (value > MAX_INT64 || value < -MAX_INT64 - 1n) throw refuse("value out of range");
  return exactInt(value);
}

/** strconv.ParseUint(raw, base, bits). */
export function parseUint(raw: string, bits: 16 | 32 | 64, base: 0 | 8 | 10 = 0): Int {
  return exactInt(magnitude(raw, base, 2n ** BigInt(bits) - 1n, (reason) => new NumberError("ParseUint", raw, reason)));
}

/** Decimal digits, with a sign where `signed`; undefined for any other text and for what a double does not hold exactly. */
export function safeInteger(raw: string, signed = true): number | undefined {
  if (!/^[-+]?\d+$/.test(raw) || (!signed && !/^\d/.test(raw))) return undefined;
  const value = Number(raw);
  // Not -0.
  return Number.isSafeInteger(value) ? value + 0 : undefined;
}

/** int64(float64) as amd64 does it: a value out of range becomes the smallest integer. */
export function truncate(value: number): Int {
  if (!(Math.abs(value) < 2 ** 63)) return -MAX_INT64 - 1n;
  return exactInt(BigInt(Math.trunc(value)));
}
