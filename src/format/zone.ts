/**
 * The local time zone as Go finds it: TZ, else /etc/localtime, read from the system's zone files (RFC 8536),
 * because abbreviations ("CEST") are not among what Intl tells.
 */
import fs from "node:fs";
import { parseZoneRule, type Zone, type ZoneOffset } from "../values/time/zone-rule.js";

const UTC_OFFSET: ZoneOffset = { offset: 0, name: "UTC" };
export const UTC: Zone = () => UTC_OFFSET;

const FOLDERS = ["/usr/share/zoneinfo/", "/usr/share/lib/zoneinfo/", "/usr/lib/locale/TZ/", "/etc/zoneinfo/"];

function filesOf(tz: string | undefined): string[] {
  if (tz === undefined) return ["/etc/localtime"];
  const name = tz.startsWith(":") ? tz.slice(1) : tz;
  if (name === "" || name === "UTC") return [];
  return name.startsWith("/") ? [name] : FOLDERS.map((folder) => folder + name);
}

/**
 * @param tz the variable TZ: absent is the system's zone, empty is UTC; a zone that cannot be read is UTC, as in Go
 * @param read gives a file's bytes or throws
 */
export function localZone(tz: string | undefined, read: (file: string) => Uint8Array = fs.readFileSync): Zone {
  for (const file of filesOf(tz)) {
    try {
      return parseZoneFile(read(file));
    } catch {
      // The next directory may have it.
    }
  }
  return UTC;
}

/** A zone whose file is read when a time is first printed. */
export function lazyZone(tz: string | undefined): Zone {
  let zone: Zone | undefined;
  return (seconds) => {
    zone ??= localZone(tz);
    return zone(seconds);
  };
}

const HEADER_BYTES = 44;

interface Counts {
  isUtc: number;
  isStd: number;
  leaps: number;
  transitions: number;
  types: number;
  letters: number;
}

function countsAt(view: DataView, at: number): Counts {
  if (view.getUint32(at) !== 0x545a6966) throw new Error("not a zone file");
  const [isUtc = 0, isStd = 0, leaps = 0, transitions = 0, types = 0, letters = 0] = [20, 24, 28, 32, 36, 40].map((i) =>
    view.getUint32(at + i),
  );
  return { isUtc, isStd, leaps, transitions, types, letters };
}

function blockBytes(c: Counts, timeBytes: number): number {
  return c.transitions * (timeBytes + 1) + c.types * 6 + c.letters + c.leaps * (timeBytes + 4) + c.isStd + c.isUtc;
}

/** Reads a TZif file. Throws when it is none or cut. */
export function parseZoneFile(bytes: Uint8Array): Zone {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = countsAt(view, 0);
  if (bytes[4] === 0) return zoneOf(view, HEADER_BYTES, first, 4, "");
  const second = HEADER_BYTES + blockBytes(first, 4);
  const counts = countsAt(view, second);
  const body = second + HEADER_BYTES;
  const footer = Buffer.from(bytes.subarray(body + blockBytes(counts, 8))).toString("latin1");
  return zoneOf(view, body, counts, 8, footer.replaceAll("\n", ""));
}

function zoneOf(view: DataView, at: number, counts: Counts, timeBytes: 4 | 8, rule: string): Zone {
  const times = Array.from({ length: counts.transitions }, (_, i) => {
    const place = at + i * timeBytes;
    return timeBytes === 8 ? Number(view.getBigInt64(place)) : view.getInt32(place);
  });
  const indexes = at + counts.transitions * timeBytes;
  const typesAt = indexes + counts.transitions;
  const letters = typesAt + counts.types * 6;
  const types = Array.from({ length: counts.types }, (_, i) => {
    const place = typesAt + i * 6;
    return { offset: view.getInt32(place), dst: view.getUint8(place + 4) === 1, name: letterAt(view, letters + view.getUint8(place + 5)) };
  });
  const typeOf = (i: number) => types[view.getUint8(indexes + i)] ?? UTC_OFFSET;
  const before = types.find((type) => !type.dst) ?? types[0] ?? UTC_OFFSET;
  const later = rule === "" ? undefined : parseZoneRule(rule);
  return (seconds) => {
    const i = lastAtOrBefore(times, seconds);
    if (i === times.length - 1 && later) return later(seconds);
    return i < 0 ? before : typeOf(i);
  };
}

function letterAt(view: DataView, at: number): string {
  let name = "";
  for (let i = at; view.getUint8(i) !== 0; i++) name += String.fromCharCode(view.getUint8(i));
  return name;
}

/** Index of the last element that is not above `value`, -1 when all are. */
function lastAtOrBefore(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
