/** What Docker logs rather than prints: lines of logrus. */
import type { Output } from "../io/streams.js";
import { quote } from "../values/quote.js";

/** The line for `out` with its end, at level "warning". `now` in milliseconds since the epoch. */
export function warningLine(out: Output, now: number, text: string): string {
  return line(out, now, "warning", text);
}

/** The same at level "error". */
export function errorLine(out: Output, now: number, text: string): string {
  return line(out, now, "error", text);
}

function line(out: Output, now: number, level: "warning" | "error", text: string): string {
  if (out.isTTY) return `${level.slice(0, 4).toUpperCase()}[0000] ${text.padEnd(44)} \n`;
  return `time="${new Date(now).toISOString().slice(0, 19)}Z" level=${level} msg=${quote(text)}\n`;
}
