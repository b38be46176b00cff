/** Points in time as `--since` and `--until` take them: Go durations back from now, RFC 3339 and shorter, Unix seconds. */
import { parseDuration } from "./duration.js";
import { quote } from "./quote.js";
import { parseGoTime } from "./time/layout.js";

const NANOSECONDS = 1_000_000_000n;

function durationOf(value: string): bigint | undefined {
  if (value === "0") return undefined;
  try {
    return BigInt(parseDuration(value));
  } catch {
    return undefined;
  }
}

/** Go's layout for what `value` seems to be, as Docker guesses it: by its letters, dots and colons. */
function layoutOf(value: string): string {
  const local = !/[zZ+]/.test(value) && value.split("-").length - 1 !== 3;
  const zone = local ? "" : "Z07:00";
  if (value.includes(".")) return `2006-01-02T15:04:05.999999999${zone}`;
  if (!value.includes("T")) return `2006-01-02${zone}`;
  let colons = value.split(":").length - 1;
  // "+01:00" has a colon of its own.
  if (!local && !/[zZ]/.test(value) && colons > 0) colons--;
  return `2006-01-02T15${["", ":04"][colons] ?? ":04:05"}${zone}`;
}

/** Go's floor of nanoseconds to seconds. */
function wholeSeconds(nanoseconds: bigint): bigint {
  const seconds = nanoseconds / NANOSECONDS;
  return nanoseconds < 0n && nanoseconds % NANOSECONDS !== 0n ? seconds - 1n : seconds;
}

/**
 * What the API's `since` and `until` take.
 * @param now milliseconds since the epoch
 * @returns "1795225700", or "1767225600.000000000" for a written date; Unix times unchanged
 * @throws Error with Go's or Docker's text for any other value
 */
export function toTimestamp(value: string, now: number): string {
  const back = durationOf(value);
  if (back !== undefined) return String(wholeSeconds(BigInt(Math.trunc(now)) * 1_000_000n - back));
  try {
    const { seconds, nanoseconds } = parseGoTime(layoutOf(value), value);
    return `${seconds}.${String(nanoseconds).padStart(9, "0")}`;
  } catch (error) {
    if (value.includes("-")) throw error;
  }
  if (!/^[+-]?\d+(\.\d+)?$/.test(value)) throw new Error(`failed to parse value as time or duration: ${quote(value)}`);
  return value;
}
