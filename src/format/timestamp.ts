/** Moments as Go prints and reads them. */
import type { Zone } from "./zone-rule.js";

const pad = (n: number, width = 2) => String(n).padStart(width, "0");

/** Go's year: four digits at least, a minus before the year 0. */
function yearText(year: number): string {
  return year < 0 ? `-${pad(-year, 4)}` : pad(year, 4);
}

function offsetText(offset: number): string {
  const minutes = Math.trunc(Math.abs(offset) / 60);
  return `${offset < 0 ? "-" : "+"}${pad(Math.trunc(minutes / 60))}${pad(minutes % 60)}`;
}

/** `2026-11-20 15:42:26 +0000 UTC`, with the nanoseconds behind the seconds when there are any (time.Time's String). */
export function goTime(seconds: number, zone: Zone, nanoseconds = 0): string {
  const { offset, name } = zone(seconds);
  const local = new Date((seconds + offset) * 1000);
  const date = `${yearText(local.getUTCFullYear())}-${pad(local.getUTCMonth() + 1)}-${pad(local.getUTCDate())}`;
  const clock = `${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())}:${pad(local.getUTCSeconds())}`;
  const fraction = nanoseconds === 0 ? "" : `.${pad(nanoseconds, 9).replace(/0+$/, "")}`;
  return `${date} ${clock}${fraction} ${offsetText(offset)} ${name}`;
}

export interface Instant {
  /** Since the epoch, rounded down. */
  seconds: number;
  nanoseconds: number;
  /** Seconds east of UTC, as written. */
  offset: number;
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:[Zz]|([-+])(\d\d):(\d\d))$/;

/** Reads time.RFC3339Nano, the form of the daemon's times; digits beyond the nanosecond are dropped. Undefined when it is none. */
export function parseRfc3339(text: string): Instant | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return undefined;
  const east = match[8] === undefined ? 0 : (Number(match[9]) * 3600 + Number(match[10]) * 60) * (match[8] === "-" ? -1 : 1);
  return {
    seconds: date.getTime() / 1000 - east,
    nanoseconds: Number((match[7] ?? "").slice(0, 9).padEnd(9, "0")),
    offset: east,
  };
}
