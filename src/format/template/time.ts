/** Go's time.Time for templates: reading RFC 3339, and writing any of Go's layouts. */
import { parseRfc3339 } from "../../values/time/rfc3339.js";
import { TIME } from "./types.js";
import { Moment, YEAR_ONE } from "./value.js";

export const SECOND = 1_000_000_000n;

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
export const monthName = (month: number): string => MONTHS[month - 1] ?? `%!Month(${month})`;
export const dayName = (day: number): string => DAYS[day] ?? `%!Weekday(${day})`;

export const RFC3339_NANO = "2006-01-02T15:04:05.999999999Z07:00";
export const STRING_LAYOUT = "2006-01-02 15:04:05.999999999 -0700 MST";

/** Division that rounds towards minus infinity. */
export function floorDiv(a: bigint, b: bigint): bigint {
  const q = a / b;
  return a % b < 0n ? q - 1n : q;
}

/** Reads `2006-01-02T15:04:05.9Z`; undefined when it is not RFC 3339. */
export function parseTime(text: string): Moment | undefined {
  const instant = parseRfc3339(text);
  if (instant === undefined) return undefined;
  const { seconds, nanoseconds, offset } = instant;
  return new Moment(TIME, BigInt(seconds) * SECOND + BigInt(nanoseconds), offset === 0 ? undefined : offset);
}

/** The fields of a moment in its own zone. */
export interface Civil {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  nano: number;
  weekday: number;
  yearDay: number;
  offset: number;
}

export function civil(t: Moment): Civil {
  const offset = t.offset ?? 0;
  const seconds = floorDiv(t.nanos, SECOND);
  const d = new Date(Number(seconds) * 1000 + offset * 1000);
  const start = new Date(0);
  start.setUTCFullYear(d.getUTCFullYear(), 0, 1);
  return {
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    hour: d.getUTCHours(),
    minute: d.getUTCMinutes(),
    second: d.getUTCSeconds(),
    nano: Number(t.nanos - seconds * SECOND),
    weekday: d.getUTCDay(),
    yearDay: Math.floor((d.getTime() - start.getTime()) / 86_400_000) + 1,
    offset,
  };
}

export function isZeroTime(t: Moment): boolean {
  return t.nanos === YEAR_ONE;
}

const two = (n: number) => String(n).padStart(2, "0");

/** `+0100`, `+01:00`, `+01` and so on; the layout says which parts are there. */
function zoneText(offset: number, layout: string): string {
  const at = Math.abs(offset);
  const parts = [Math.floor(at / 3600), Math.floor(at / 60) % 60, at % 60];
  const count = layout.replace(/\D/g, "").length / 2;
  return (
    (offset < 0 ? "-" : "+") +
    parts
      .slice(0, count)
      .map(two)
      .join(layout.includes(":") ? ":" : "")
  );
}

const CHUNK =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|2006|__2|_2(?!006)|002|0[1-6]|15|1|2|3|4|5|PM|pm|(?:Z|-)07(?:00(?:00)?|:00(?::00)?)?|[.,](?:0+|9+)(?!\d)/g;

/** Formats by one of Go's layouts (Docker time written as the result should look). */
export function formatTime(t: Moment, layout: string): string {
  const c = civil(t);
  return layout.replace(CHUNK, (chunk) => {
    switch (chunk) {
      case "January":
        return monthName(c.month);
      case "Jan":
        return monthName(c.month).slice(0, 3);
      case "1":
        return String(c.month);
      case "01":
        return two(c.month);
      case "Monday":
        return dayName(c.weekday);
      case "Mon":
        return dayName(c.weekday).slice(0, 3);
      case "2":
        return String(c.day);
      case "_2":
        return String(c.day).padStart(2);
      case "02":
        return two(c.day);
      case "002":
        return String(c.yearDay).padStart(3, "0");
      case "__2":
        return String(c.yearDay).padStart(3);
      case "2006":
        return String(c.year).padStart(4, "0");
      case "06":
        return two(c.year % 100);
      case "15":
        return two(c.hour);
      case "3":
        return String(c.hour % 12 || 12);
      case "03":
        return two(c.hour % 12 || 12);
      case "4":
        return String(c.minute);
      case "04":
        return two(c.minute);
      case "5":
        return String(c.second);
      case "05":
        return two(c.second);
      case "PM":
        return c.hour >= 12 ? "PM" : "AM";
      case "pm":
        return c.hour >= 12 ? "pm" : "am";
      case "MST":
        return t.offset === undefined ? "UTC" : zoneText(c.offset, "-0700");
    }
    if (chunk.startsWith("Z")) return c.offset === 0 ? "Z" : zoneText(c.offset, chunk);
    if (chunk.startsWith("-")) return zoneText(c.offset, chunk);
    return fraction(chunk, c.nano);
  });
}

/** `.000` keeps its digits, `.999` drops zeros at the end. */
function fraction(chunk: string, nano: number): string {
  const digits = String(nano)
    .padStart(9, "0")
    .slice(0, chunk.length - 1)
    .padEnd(chunk.length - 1, "0");
  if (chunk[1] === "0") return chunk[0] + digits;
  const kept = digits.replace(/0+$/, "");
  return kept === "" ? "" : chunk[0] + kept;
}

/** A duration in nanoseconds as Go prints it: `1h2m3.5s`, `1.5ms`, `0s`. */
export function durationText(nanos: bigint): string {
  if (nanos === 0n) return "0s";
  const sign = nanos < 0n ? "-" : "";
  const n = nanos < 0n ? -nanos : nanos;
  if (n < SECOND) {
    const [unit, size] = n < 1000n ? (["ns", 1n] as const) : n < 1_000_000n ? (["µs", 1000n] as const) : (["ms", 1_000_000n] as const);
    return `${sign}${decimal(n, size)}${unit}`;
  }
  const seconds = n % (60n * SECOND);
  const minutes = n / (60n * SECOND);
  const hours = minutes / 60n;
  const lead = hours > 0n ? `${hours}h${minutes % 60n}m` : minutes > 0n ? `${minutes}m` : "";
  return `${sign}${lead}${decimal(seconds, SECOND)}s`;
}

/** n / size without zeros at the end. */
function decimal(n: bigint, size: bigint): string {
  const rest = (n % size)
    .toString()
    .padStart(size.toString().length - 1, "0")
    .replace(/0+$/, "");
  return size === 1n || rest === "" ? String(n / size) : `${n / size}.${rest}`;
}
