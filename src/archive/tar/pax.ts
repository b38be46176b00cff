/** PAX records ("LENGTH key=value\n"), and what they say about an entry. */

import { safeInteger } from "../../values/integer.js";
import type { TarEntry } from "./entry.js";
import { BASIC_RECORDS } from "./entry.js";
import { invalid } from "./header.js";

/** Throws TarError for what is not made of records. An empty value takes the record of a global header back. */
export function parseRecords(body: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>();
  // 0.0 sparse files repeat two keys, once for each run of data; joined they are the 0.1 map.
  const sparse: string[] = [];
  for (let at = 0; at < body.length; ) {
    const blank = body.indexOf(32, at);
    const digits = blank < 0 ? "" : body.toString("latin1", at, blank);
    const end = at + Number(digits);
    if (!/^\d{1,9}$/.test(digits) || end > body.length || end <= blank || body[end - 1] !== 10) throw invalid();
    const equals = body.indexOf(61, blank);
    if (equals < 0 || equals >= end || equals === blank + 1) throw invalid();
    const key = body.toString("utf8", blank + 1, equals);
    const value = Buffer.from(body.subarray(equals + 1, end - 1));
    if (["path", "linkpath", "uname", "gname"].includes(key) && value.includes(0)) throw invalid();
    if (key === "GNU.sparse.offset" || key === "GNU.sparse.numbytes") sparse.push(sparseNumber(key, value, sparse.length));
    else records.set(key, value);
    at = end;
  }
  if (sparse.length > 0) records.set("GNU.sparse.map", Buffer.from(sparse.join(",")));
  return records;
}

/** Offsets and lengths take turns, an offset first. */
function sparseNumber(key: string, value: Buffer, index: number): string {
  if ((index % 2 === 0) !== (key === "GNU.sparse.offset") || value.includes(44)) throw invalid();
  return value.toString("latin1");
}

/** Puts what the records say into `entry`; records without a field of their own stay in `entry.pax`. Throws TarError. */
export function applyRecords(entry: TarEntry, records: ReadonlyMap<string, Buffer>): void {
  for (const [key, value] of records) {
    if (value.length === 0 && BASIC_RECORDS.has(key)) continue;
    if (key === "path") entry.name = value;
    else if (key === "linkpath") entry.linkname = value;
    else if (key === "uname") entry.uname = value.toString();
    else if (key === "gname") entry.gname = value.toString();
    else if (key === "size" || key === "uid" || key === "gid") entry[key] = integer(value);
    else if (key === "mtime") entry.mtime = parseTime(value.toString("latin1"));
    else if (!BASIC_RECORDS.has(key) && !key.startsWith("GNU.sparse.")) {
      entry.pax ??= new Map();
      entry.pax.set(key, value);
    }
  }
}

/** Throws TarError. */
export function integer(value: Buffer | undefined): number {
  const number = safeInteger(value?.toString("latin1") ?? "");
  if (number === undefined) throw invalid();
  return number;
}

/** "1.5", "-1.5" (before the epoch), any number of digits; what is finer than a nanosecond is cut off. */
function parseTime(text: string): TarEntry["mtime"] {
  const [, sign, whole, fraction = ""] = /^(-?)(\d{1,15})(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === undefined) throw invalid();
  const nanos = Number(fraction.slice(0, 9).padEnd(9, "0"));
  if (sign !== "-") return { seconds: Number(whole), nanos };
  return nanos === 0 ? { seconds: 0 - Number(whole), nanos: 0 } : { seconds: -Number(whole) - 1, nanos: 1e9 - nanos };
}
