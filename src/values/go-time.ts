/** Go's time.Parse for the layouts that the client uses: digits, a fraction after the seconds, and a zone, with Go's error texts. */
import { quote } from "./quote.js";

/** The elements of a layout, in Go's reference time: value range, and whether both digits must be there. */
const ELEMENTS: Readonly<Record<string, { name: string; min: number; max: number; digits: "two" | "one or two" | "four" }>> = {
  "2006": { name: "year", min: 0, max: 9999, digits: "four" },
  "01": { name: "month", min: 1, max: 12, digits: "two" },
  "02": { name: "day", min: 1, max: 31, digits: "two" },
  "15": { name: "hour", min: 0, max: 23, digits: "one or two" },
  "04": { name: "minute", min: 0, max: 59, digits: "two" },
  "05": { name: "second", min: 0, max: 59, digits: "two" },
};
const DIGITS = { two: /^\d\d/, "one or two": /^\d\d?/, four: /^\d{4}/ };
const ZONE = "Z07:00";

export interface GoTime {
  /** Milliseconds since the epoch at whole seconds. */
  ms: number;
  /** Digits of the fraction of a second, as written. */
  fraction: string;
}

/**
 * @param layout of Go's reference time, e.g. "2006-01-02T15:04:05Z07:00"; without a zone the time is local
 * @throws Error with Go's text
 */
export function parseGoTime(layout: string, value: string): GoTime {
  const found: Record<string, number> = {};
  let rest = value;
  let fraction = "";
  let zone: number | undefined;
  const bad = (element: string) =>
    new Error(`parsing time ${quote(value)} as ${quote(layout)}: cannot parse ${quote(rest)} as ${quote(element)}`);
  const outOfRange = (name: string) => new Error(`parsing time ${quote(value)}: ${name} out of range`);
  for (const element of layout.match(/2006|01|02|15|04|05|Z07:00|[-T:]/g) ?? []) {
    const field = ELEMENTS[element];
    if (element === ZONE) {
      const match = /^(?:Z|([+-])(\d\d):(\d\d))/.exec(rest);
      if (!match) throw bad(ZONE);
      zone = match[1] ? (Number(match[2]) * 60 + Number(match[3])) * (match[1] === "-" ? -1 : 1) : 0;
      rest = rest.slice(match[0].length);
    } else if (!field) {
      if (!rest.startsWith(element)) throw bad(element);
      rest = rest.slice(element.length);
    } else {
      const digits = DIGITS[field.digits].exec(rest)?.[0];
      if (digits === undefined) throw bad(element);
      const number = Number(digits);
      if (number < field.min || number > field.max) throw outOfRange(field.name);
      found[field.name] = number;
      rest = rest.slice(digits.length);
      const tail = field.name === "second" ? /^[.,](\d+)/.exec(rest) : undefined;
      if (tail) {
        fraction = tail[1] as string;
        rest = rest.slice(tail[0].length);
      }
    }
  }
  if (rest !== "") throw new Error(`parsing time ${quote(value)}: extra text: ${quote(rest)}`);
  const { year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) throw outOfRange("day");
  const ms =
    zone === undefined
      ? new Date(year, month - 1, day, hour, minute, second).getTime()
      : Date.UTC(year, month - 1, day, hour, minute, second) - zone * 60_000;
  return { ms, fraction };
}
