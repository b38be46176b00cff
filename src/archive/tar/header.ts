/** One header block, read: ustar, PAX, GNU, star and the first tar's. Numbers octal or base-256. */
import { BLOCK, checksum, FIELD, TarError } from "./entry.js";

export interface Header {
  name: Buffer;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  mtime: number;
  /** The type flag, one character; "\0" is a file of old. */
  flag: string;
  linkname: Buffer;
  uname: string;
  gname: string;
  devmajor: number;
  devminor: number;
  /** GNU's own format: fields of its own stand where the prefix would. */
  gnu: boolean;
}

type Place = readonly [offset: number, size: number];

/** Throws TarError for a block that is no header (its checksum says). */
export function parseHeader(block: Buffer): Header {
  const sum = octal(bytesOf(block, FIELD.checksum));
  if (sum !== checksum(block) && sum !== checksum(block, true)) throw invalid();
  const magic = block.toString("latin1", FIELD.magic[0], FIELD.magic[0] + FIELD.magic[1]);
  const gnu = magic === "ustar  \0";
  const ustar = magic.startsWith("ustar\0");
  const star = ustar && block.toString("latin1", 508, BLOCK) === "tar\0";
  // star keeps two times in the tail of the prefix.
  const prefix = ustar ? textOf(block, [FIELD.prefix[0], star ? 131 : FIELD.prefix[1]]) : Buffer.alloc(0);
  const name = textOf(block, FIELD.name);
  const later = gnu || ustar;
  return {
    name: Buffer.from(prefix.length > 0 ? Buffer.concat([prefix, Buffer.from("/"), name]) : name),
    mode: number(block, FIELD.mode),
    uid: number(block, FIELD.uid),
    gid: number(block, FIELD.gid),
    size: number(block, FIELD.size),
    mtime: number(block, FIELD.mtime),
    flag: String.fromCharCode(block[FIELD.type[0]] as number),
    linkname: Buffer.from(textOf(block, FIELD.linkname)),
    uname: later ? textOf(block, FIELD.uname).toString() : "",
    gname: later ? textOf(block, FIELD.gname).toString() : "",
    devmajor: later ? number(block, FIELD.devmajor) : 0,
    devminor: later ? number(block, FIELD.devminor) : 0,
    gnu,
  };
}

export function invalid(): TarError {
  return new TarError("archive/tar: invalid tar header");
}

export function isZero(block: Buffer): boolean {
  for (const byte of block) if (byte !== 0) return false;
  return true;
}

/** A number: octal digits, or base-256 where the first bit is set (two's complement below it). Throws TarError. */
export function number(block: Buffer, place: Place): number {
  const bytes = bytesOf(block, place);
  const first = bytes[0] as number;
  if ((first & 0x80) === 0) return octal(bytes);
  let value = BigInt((first & 0x40) !== 0 ? (first | 0x80) - 256 : first & 0x3f);
  for (let i = 1; i < bytes.length; i++) value = value * 256n + BigInt(bytes[i] as number);
  const double = Number(value);
  if (!Number.isSafeInteger(double)) throw invalid();
  return double;
}

/** Blanks and zero bytes may stand on both sides; nothing at all is 0. */
function octal(bytes: Buffer): number {
  const digits = bytes
    .toString("latin1")
    .replace(/^[ \0]+|[ \0]+$/g, "")
    .split("\0", 1)[0] as string;
  if (!/^[0-7]*$/.test(digits)) throw invalid();
  return digits === "" ? 0 : Number.parseInt(digits, 8);
}

function bytesOf(block: Buffer, [offset, size]: Place): Buffer {
  return block.subarray(offset, offset + size);
}

function textOf(block: Buffer, place: Place): Buffer {
  const bytes = bytesOf(block, place);
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}
