/** Go's 64-bit integers. Numbers where a double holds them exactly, bigint beyond: see `stringifyExact` for the way to the wire. */
import { quote } from "./quote.js";

export type Int = number | bigint;

const MAX_INT64 = 2n ** 63n - 1n;

/** A number where that is exact. */
export function exact(value: bigint): Int {
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

const DIGITS: Readonly<Record<number, RegExp>> = {
  // Base 0: the prefix decides; underscores may separate digits.
  0: /^(0[xX](_?[0-9a-fA-F])+|0[bB](_?[01])+|0[oO](_?[0-7])+|0(_?[0-7])*|[1-9](_?[0-9])*)$/,
  8: /^[0-7]+$/,
  10: /^[0-9]+$/,
};

function magnitude(digits: string, base: number): bigint {
  const plain = digits.replaceAll("_", "");
  const octal = base === 8 || (base === 0 && /^0[0-7]+$/.test(plain));
  return BigInt(octal ? `0o${plain}` : plain);
}

/** strconv.ParseInt(raw, base, 64). `func` is the name in the error ("Atoi" calls itself so). */
export function parseInt64(raw: string, base: 0 | 10 = 0, func = "ParseInt"): Int {
  const digits = raw.replace(/^[+-]/, "");
  if (!DIGITS[base]?.test(digits)) throw new NumberError(func, raw, "invalid syntax");
  const value = raw[0] === "-" ? -magnitude(digits, base) : magnitude(digits, base);
  if (value > MAX_INT64 || value < -MAX_INT64 - 1n) throw new NumberError(func, raw, "value out of range");
  return exact(value);
}

/** strconv.ParseUint(raw, base, bits). */
export function parseUint(raw: string, bits: 16 | 32 | 64, base: 0 | 8 | 10 = 0): Int {
  if (!DIGITS[base]?.test(raw)) throw new NumberError("ParseUint", raw, "invalid syntax");
  const value = magnitude(raw, base);
  if (value >= 2n ** BigInt(bits)) throw new NumberError("ParseUint", raw, "value out of range");
  return exact(value);
}

/** int64(float64) as amd64 does it: what does not fit becomes the smallest integer. */
export function truncate(value: number): Int {
  if (!(Math.abs(value) < 2 ** 63)) return -MAX_INT64 - 1n;
  return exact(BigInt(Math.trunc(value)));
}
