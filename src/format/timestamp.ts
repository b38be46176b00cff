/** Moments as Go prints them. */
import type { Zone } from "../values/time/zone-rule.js";

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
