/** Go's time.Duration: nanoseconds, written `1h1m1.5s`. */
import { exactInt, type Int } from "./integer.js";
import { quoteTime } from "./time/quote.js";

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  // Both the micro sign and the Greek letter.
  "\u00b5s": 1_000n,
  "\u03bcs": 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const LIMIT = 2n ** 63n;

/** One `number unit` of a duration, in nanoseconds; finer fractions are truncated. */
function part(whole: string, fraction: string, unit: bigint): bigint {
  const places = fraction.slice(0, 18);
  return BigInt(whole || "0") * unit + (BigInt(places || "0") * unit) / 10n ** BigInt(places.length);
}

/** time.ParseDuration with its error texts. Nanoseconds. */
export function parseDuration(raw: string): Int {
  const invalid = () => new Error(`time: invalid duration ${quoteTime(raw)}`);
  const negative = raw[0] === "-";
  let rest = raw.replace(/^[+-]/, "");
  if (rest === "0") return 0;
  if (rest === "") throw invalid();
  let total = 0n;
  while (rest !== "") {
    const [number = "", whole = "", fraction = ""] = /^(\d*)(?:\.(\d*))?/.exec(rest) ?? [];
    if (whole + fraction === "") throw invalid();
    rest = rest.slice(number.length);
    const name = /^[^.0-9]*/.exec(rest)?.[0] ?? "";
    if (name === "") throw new Error(`time: missing unit in duration ${quoteTime(raw)}`);
    const unit = UNITS[name];
    if (!unit) throw new Error(`time: unknown unit ${quoteTime(name)} in duration ${quoteTime(raw)}`);
    rest = rest.slice(name.length);
    total += part(whole, fraction, unit);
    if (total > LIMIT) throw invalid();
  }
  if (total === LIMIT && !negative) throw invalid();
  return exactInt(negative ? -total : total);
}

/** A fraction of `unit` without trailing zeros: 1500 of 1000 is "1.5". */
function decimal(value: bigint, unit: bigint): string {
  const places = (value % unit).toString().padStart(unit.toString().length - 1, "0");
  return `${value / unit}.${unit === 1n ? "" : places}`.replace(/\.?0*$/, "");
}

/** Duration.String: "0s", "1.5ms", "2m0s", "1h0m0s". */
export function formatDuration(nanoseconds: Int): string {
  const value = BigInt(nanoseconds);
  if (value === 0n) return "0s";
  const sign = value < 0n ? "-" : "";
  const size = value < 0n ? -value : value;
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 1_000n)}\u00b5s`;
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 1_000_000n)}ms`;
  const minutes = size / 60_000_000_000n;
  const seconds = `${decimal(size % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return sign + seconds;
  return minutes < 60n ? `${sign}${minutes}m${seconds}` : `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}
