/** What the reference logs rather than prints: lines of logrus at level "warning". */
import type { Output } from "../io/streams.js";
import { quote } from "../values/quote.js";

/** The line for `out` with its end. `now` in milliseconds since the epoch. */
export function warningLine(out: Output, now: number, text: string): string {
  if (out.isTTY) return `WARN[0000] ${text.padEnd(44)} \n`;
  return `time="${new Date(now).toISOString().slice(0, 19)}Z" level=warning msg=${quote(text)}\n`;
}
