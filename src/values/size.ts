/** Sizes in bytes as Docker's flags take them: `512m`, `1.5G`, `10 kib`; every unit is a power of 1024. */
import { parseFloat64 } from "./float.js";
import { type Int, truncate } from "./integer.js";

const UNITS: Readonly<Record<string, number>> = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40, p: 2 ** 50 };

/**
 * Bytes of `raw`; fractions are truncated. A value above 63 bits wraps to the smallest integer, as in Docker.
 * Throws the texts of go-units' RAMInBytes.
 */
export function parseSize(raw: string): Int {
  const invalid = new Error(`invalid size: '${raw}'`);
  // The number ends with the last digit, dot or space; one space may separate it from the unit.
  const end = raw.search(/[0-9. ][^0-9. ]*$/);
  if (end < 0) throw invalid;
  const size = parseFloat64(raw.slice(0, raw[end] === " " ? end : end + 1));
  if (size < 0) throw invalid;
  return truncate(size * factor(raw.slice(end + 1)));
}

function factor(suffix: string): number {
  if (suffix === "") return 1;
  const lower = suffix.length > 3 ? suffix : suffix.toLowerCase();
  const unit = /^(?:b|([kmgtp])(?:i?b)?)$/.exec(lower);
  if (!unit) throw new Error(`invalid suffix: '${lower}'`);
  return UNITS[unit[1] ?? "b"] as number;
}

/** `--memory-swap`: a size, or -1 for no limit. */
export function parseSwap(raw: string): Int {
  return raw === "-1" ? -1 : parseSize(raw);
}
