/** Go's time.Parse for the layouts that the client uses: digits, a fraction after the seconds, and a zone, with Go's error texts. */
import { quoteTime } from "./quote.js";

/** A moment, and the zone that it was written in. */
export interface Instant {
  /** Since the epoch, rounded down. */
  seconds: number;
  nanoseconds: number;
  /** Seconds east of UTC, as written. */
  offset: number;
}

interface Element {
  name: string;
  min: number;
  max: number;
  digits: RegExp;
}

/** The elements of a layout, in Go's reference time: range of the value, and how many digits there must be. */
const ELEMENTS: Readonly<Record<string, Element>> = {
  "2006": { name: "year", min: 0, max: 9999, digits: /^\d{4}/ },
  "01": { name: "month", min: 1, max: 12, digits: /^\d\d/ },
  // Which days there are depends on the month: see below.
  "02": { name: "day", min: 0, max: 99, digits: /^\d\d/ },
  // The only one for which Go takes a single digit.
  "15": { name: "hour", min: 0, max: 23, digits: /^\d\d?/ },
  "04": { name: "minute", min: 0, max: 59, digits: /^\d\d/ },
  "05": { name: "second", min: 0, max: 59, digits: /^\d\d/ },
};
const ZONE = "Z07:00";
const FRACTION_DIGITS = 9;

/**
 * @param layout of Go's reference time, e.g. "2006-01-02T15:04:05Z07:00"; without a zone the time is local
 * @throws Error with Go's text
 */
export function parseGoTime(layout: string, value: string): Instant {
  const found: Record<string, number> = {};
  let rest = value;
  let fraction = "";
  let offset: number | undefined;
  const bad = (element: string) =>
    new Error(`parsing time ${quoteTime(value)} as ${quoteTime(layout)}: cannot parse ${quoteTime(rest)} as ${quoteTime(element)}`);
  const outOfRange = (name: string) => new Error(`parsing time ${quoteTime(value)}: ${name} out of range`);
  for (const element of layout.match(/2006|01|02|15|04|05|Z07:00|[-T:]/g) ?? []) {
    const field = ELEMENTS[element];
    if (element === ZONE) {
      const match = /^(?:Z|([+-])(\d\d):(\d\d))/.exec(rest);
      if (!match) throw bad(ZONE);
      offset = offsetOf(match, outOfRange);
      rest = rest.slice(match[0].length);
    } else if (!field) {
      if (!rest.startsWith(element)) throw bad(element);
      rest = rest.slice(element.length);
    } else {
      const digits = field.digits.exec(rest)?.[0];
      if (digits === undefined) throw bad(element);
      const number = Number(digits);
      if (number < field.min || number > field.max) throw outOfRange(field.name);
      found[field.name] = number;
      rest = rest.slice(digits.length);
      if (field.name !== "second") continue;
      // Wherever there are seconds, whatever the layout says.
      const tail = /^[.,](\d+)/.exec(rest);
      fraction = tail?.[1] ?? "";
      rest = rest.slice(tail?.[0].length ?? 0);
    }
  }
  if (rest !== "") throw new Error(`parsing time ${quoteTime(value)}: extra text: ${quoteTime(rest)}`);
  const { year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
  const utc = utcSeconds(year, month, day) + hour * 3600 + minute * 60 + second;
  // Go's order: the day is checked when everything has been read.
  if (day < 1 || new Date(utcSeconds(year, month, day) * 1000).getUTCMonth() !== month - 1) throw outOfRange("day");
  offset ??= utc - localSeconds(year, month, day, hour, minute, second);
  return { seconds: utc - offset, nanoseconds: Number(fraction.slice(0, FRACTION_DIGITS).padEnd(FRACTION_DIGITS, "0")), offset };
}

/** Seconds east of UTC. Go takes offsets of 24 hours and of 60 minutes. */
function offsetOf([, sign, hours, minutes]: RegExpExecArray, outOfRange: (name: string) => Error): number {
  if (sign === undefined) return 0;
  if (Number(hours) > 24) throw outOfRange("time zone offset hour");
  if (Number(minutes) > 60) throw outOfRange("time zone offset minute");
  const size = Number(hours) * 3600 + Number(minutes) * 60;
  return sign === "-" && size > 0 ? -size : size;
}

/** Midnight in UTC. Date.UTC takes the years 0 to 99 for those of the last century. */
function utcSeconds(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day) / 1000;
}

function localSeconds(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  const date = new Date(2000, 0, 1, hour, minute, second);
  date.setFullYear(year, month - 1, day);
  return date.setHours(hour, minute, second) / 1000;
}
