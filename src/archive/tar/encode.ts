/**
 * Headers of tar entries: USTAR where all of it fits, else a PAX header in front. The choices are those of Go's archive/tar
 * for a header whose format is PAX, which is what Docker writes; never GNU.
 */
import path from "node:path";
import { quote } from "../../values/quote.js";
import { BASIC_RECORDS, BLOCK, checksum, FIELD, MAX_SPECIAL, type TarEntry, TarError, type TarType } from "./entry.js";

/** What ends an archive. */
export const END: Buffer = Buffer.alloc(2 * BLOCK);

const ZEROS = Buffer.alloc(BLOCK);
const EMPTY = Buffer.alloc(0);
const FLAG: Readonly<Record<TarType, string>> = { file: "0", link: "1", symlink: "2", char: "3", block: "4", directory: "5", fifo: "6" };

export interface EncodeOptions {
  /** Keep `mtime.nanos` (in a PAX record); otherwise whole seconds are written, the fraction cut off. */
  nanos?: boolean;
}

/** The zero bytes that fill the last block of a body of `size` bytes. */
export function padding(size: number): Buffer {
  const rest = size % BLOCK;
  return rest === 0 ? EMPTY : ZEROS.subarray(rest);
}

/** The header block or blocks of `entry`. Throws TarError for what no archive can hold (a zero byte in a name, a mode beyond 21 bits). */
export function encodeHeader(entry: TarEntry, options: EncodeOptions = {}): Buffer {
  const records = extendedRecords(entry, options);
  if (!records) {
    const block = Buffer.alloc(BLOCK);
    fill(block, entry, false);
    return block;
  }
  const body = encodeRecords(records);
  if (body.length > MAX_SPECIAL) throw new TarError("archive/tar: header field too long");
  const header = Buffer.alloc(BLOCK);
  fillExtended(header, entry.name, body.length);
  const block = Buffer.alloc(BLOCK);
  fill(block, entry, true);
  return Buffer.concat([header, body, padding(body.length), block]);
}

/** What the header block cannot hold; undefined where it holds everything. */
function extendedRecords(entry: TarEntry, { nanos }: EncodeOptions): Map<string, Buffer> | undefined {
  const records = new Map<string, Buffer>();
  const text = (key: string, value: Buffer | undefined, size: number) => {
    if (value && !(value.length <= size && isAscii(value))) records.set(key, value);
  };
  const number = (key: string, value: number, size: number) => {
    if (!fitsOctal(value, size)) records.set(key, Buffer.from(String(value)));
  };
  if (!splitName(entry.name)) text("path", entry.name, FIELD.name[1]);
  text("linkpath", entry.linkname, FIELD.linkname[1]);
  if (entry.uname) text("uname", Buffer.from(entry.uname), FIELD.uname[1]);
  if (entry.gname) text("gname", Buffer.from(entry.gname), FIELD.gname[1]);
  number("uid", entry.uid, FIELD.uid[1]);
  number("gid", entry.gid, FIELD.gid[1]);
  number("size", entry.size, FIELD.size[1]);
  const fraction = nanos ? entry.mtime.nanos : 0;
  if (fraction !== 0 || !fitsOctal(entry.mtime.seconds, FIELD.mtime[1])) {
    records.set("mtime", Buffer.from(paxTime(entry.mtime.seconds, fraction)));
  }
  for (const [key, value] of entry.pax ?? []) {
    if (BASIC_RECORDS.has(key) || key.startsWith("GNU.sparse.")) continue;
    if (key === "" || /[=\0]/.test(key)) throw new TarError(`archive/tar: invalid PAX record: ${quote(key)}`);
    records.set(key, value);
  }
  for (const key of ["path", "linkpath", "uname", "gname"]) {
    if (records.get(key)?.includes(0)) throw new TarError(`archive/tar: invalid PAX record: ${quote(key)}`);
  }
  for (const value of [entry.mode, entry.devmajor ?? 0, entry.devminor ?? 0]) {
    if (!fitsOctal(value, 8)) throw new TarError("archive/tar: cannot encode header");
  }
  return records.size > 0 ? records : undefined;
}

/** "LENGTH key=value\n" for each, sorted by key; LENGTH counts its own digits. */
function encodeRecords(records: Map<string, Buffer>): Buffer {
  const parts = [...records]
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([key, value]) => encodeRecord(key, value));
  return Buffer.concat(parts);
}

function encodeRecord(key: string, value: Buffer): Buffer {
  const rest = Buffer.byteLength(key) + value.length + 3;
  let size = rest + String(rest).length;
  // One more digit may be needed for the digits themselves.
  size = rest + String(size).length;
  return Buffer.concat([Buffer.from(`${size} ${key}=`), value, Buffer.from("\n")]);
}

/** Seconds with a fraction, the sign in front of both: -1.5 is a second and a half before the epoch. */
function paxTime(seconds: number, nanos: number): string {
  if (nanos === 0) return String(seconds);
  const before = seconds < 0;
  const whole = before ? -(seconds + 1) : seconds;
  const fraction = before ? 1e9 - nanos : nanos;
  return `${before ? "-" : ""}${whole}.${String(fraction).padStart(9, "0").replace(/0+$/, "")}`;
}

/** Where a long name is cut into prefix and name, as USTAR allows at a slash; undefined where no cut is needed or none is possible. */
function splitName(name: Buffer): number | undefined {
  const [, nameSize] = FIELD.name;
  const [, prefixSize] = FIELD.prefix;
  if (name.length <= nameSize || !isAscii(name)) return undefined;
  let length = name.length;
  if (length > prefixSize + 1) length = prefixSize + 1;
  else if (name[length - 1] === 47) length--;
  const slash = name.lastIndexOf(47, length - 1);
  const rest = name.length - slash - 1;
  return slash <= 0 || rest > nameSize || rest === 0 ? undefined : slash;
}

function fill(block: Buffer, entry: TarEntry, extended: boolean): void {
  // Behind a PAX header the name stands there whole; this one is for readers that do not know PAX.
  const cut = extended ? undefined : splitName(entry.name);
  if (cut === undefined) putText(block, FIELD.name, extended ? asciiOnly(entry.name) : entry.name);
  else {
    putText(block, FIELD.name, entry.name.subarray(cut + 1));
    putText(block, FIELD.prefix, entry.name.subarray(0, cut));
  }
  putOctal(block, FIELD.mode, entry.mode);
  putOctal(block, FIELD.uid, entry.uid);
  putOctal(block, FIELD.gid, entry.gid);
  putOctal(block, FIELD.size, entry.size);
  putOctal(block, FIELD.mtime, entry.mtime.seconds);
  if (entry.linkname) putText(block, FIELD.linkname, asciiOnly(entry.linkname));
  if (entry.uname) putText(block, FIELD.uname, asciiOnly(Buffer.from(entry.uname)));
  if (entry.gname) putText(block, FIELD.gname, asciiOnly(Buffer.from(entry.gname)));
  putOctal(block, FIELD.devmajor, entry.devmajor ?? 0);
  putOctal(block, FIELD.devminor, entry.devminor ?? 0);
  seal(block, FLAG[entry.type]);
}

/** The header of a PAX header; named after the entry, for readers that take it for a file. */
function fillExtended(block: Buffer, name: Buffer, size: number): void {
  const slash = name.lastIndexOf(47);
  const joined = path.posix.join(name.toString("latin1", 0, slash + 1), "PaxHeaders.0", name.toString("latin1", slash + 1));
  const ascii = asciiOnly(Buffer.from(joined, "latin1")).subarray(0, FIELD.name[1]);
  putText(block, FIELD.name, Buffer.from(ascii.toString("latin1").replace(/\/+$/, ""), "latin1"));
  for (const field of [FIELD.mode, FIELD.uid, FIELD.gid, FIELD.mtime]) putOctal(block, field, 0);
  putOctal(block, FIELD.size, size);
  seal(block, "x");
}

function seal(block: Buffer, flag: string): void {
  block.write(flag, FIELD.type[0], "latin1");
  block.write("ustar\x0000", FIELD.magic[0], "latin1");
  block.write(`${checksum(block).toString(8).padStart(6, "0")}\0 `, FIELD.checksum[0], "latin1");
}

function putText(block: Buffer, [offset, size]: readonly [number, number], text: Buffer): void {
  text.copy(block, offset, 0, size);
  // A name cut at a slash would be taken for a directory's.
  if (text.length > size) for (let i = offset + size - 1; i > offset && block[i] === 47; i--) block[i] = 0;
}

/** Zero where it does not fit: a PAX record then holds it. */
function putOctal(block: Buffer, [offset, size]: readonly [number, number], value: number): void {
  const digits = fitsOctal(value, size) ? value.toString(8) : "0";
  block.write(digits.padStart(size - 1, "0"), offset, "latin1");
}

/** Do `size - 1` octal digits hold it? */
function fitsOctal(value: number, size: number): boolean {
  return value >= 0 && value < 8 ** (size - 1);
}

function isAscii(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte === 0 || byte > 127) return false;
  return true;
}

function asciiOnly(bytes: Buffer): Buffer {
  return isAscii(bytes) ? bytes : Buffer.from(bytes.filter((byte) => byte > 0 && byte < 128));
}
