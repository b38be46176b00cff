/** The form of the daemon's times. */
import { type Instant, parseGoTime } from "./layout.js";

/**
 * Reads `2026-11-20T15:42:26.504802203Z` as Go's time.Parse(time.RFC3339Nano, …) and its JSON decoder do: `T` and `Z` are
 * capitals, the hour may have one digit, the fraction may follow a comma. Digits beyond the nanosecond are dropped.
 * Undefined for any other text.
 */
export function parseRfc3339(text: string): Instant | undefined {
  try {
    return parseGoTime("2006-01-02T15:04:05Z07:00", text);
  } catch {
    return undefined;
  }
}
