/** Reads small zip archives that are wholly in memory: stored and deflated members, checked against their CRC-32. */
import zlib from "node:zlib";
import { UserError } from "../errors.js";

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
/** Sizes of the fixed parts of those three. */
const SIZE = { end: 22, entry: 46, local: 30 };
const MAX_COMMENT = 0xffff;
const UNIX = 3;
const S_IFMT = 0o170000;
const S_IFREG = 0o100000;

export interface ZipMember {
  name: string;
  /** The content. Throws UserError for one that is damaged, or larger than the limit. */
  bytes(): Buffer;
}

/**
 * The regular files, in the order of the directory.
 * @param limit bytes that one member may unpack to
 * @throws UserError "zip: not a valid zip file"
 */
export function zipMembers(archive: Buffer, limit: number): ZipMember[] {
  const end = findEnd(archive);
  const count = archive.readUInt16LE(end + 10);
  const members: ZipMember[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (at + SIZE.entry > archive.length || archive.readUInt32LE(at) !== DIRECTORY_ENTRY) throw invalid();
    const lengths = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset)) as [number, number, number];
    const entry = archive.subarray(at, at + SIZE.entry);
    const name = archive.toString("utf8", at + SIZE.entry, at + SIZE.entry + lengths[0]);
    if (isRegular(entry, name)) members.push({ name, bytes: () => content(archive, entry, limit) });
    at += SIZE.entry + lengths[0] + lengths[1] + lengths[2];
  }
  return members;
}

/** The end record stands last, with a comment of unknown length behind it. */
function findEnd(archive: Buffer): number {
  const first = Math.max(0, archive.length - SIZE.end - MAX_COMMENT);
  for (let at = archive.length - SIZE.end; at >= first; at--) {
    if (archive.readUInt32LE(at) === END_OF_DIRECTORY && at + SIZE.end + archive.readUInt16LE(at + 20) <= archive.length) return at;
  }
  throw invalid();
}

/** Directories end in a slash; on Unix the mode stands in the upper half of the attributes, 0 where the packer knew none. */
function isRegular(entry: Buffer, name: string): boolean {
  const type = entry[5] === UNIX ? (entry.readUInt32LE(38) >>> 16) & S_IFMT : 0;
  return !name.endsWith("/") && (type === 0 || type === S_IFREG);
}

function content(archive: Buffer, entry: Buffer, limit: number): Buffer {
  const [method, crc, packed, size] = [entry.readUInt16LE(10), entry.readUInt32LE(16), entry.readUInt32LE(20), entry.readUInt32LE(24)];
  const local = entry.readUInt32LE(42);
  if (local + SIZE.local > archive.length || archive.readUInt32LE(local) !== LOCAL_HEADER) throw invalid();
  const start = local + SIZE.local + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  if (start + packed > archive.length) throw new UserError("unexpected EOF");
  if (size > limit) throw new UserError("read exceeds the defined limit");
  const bytes = unpacked(archive.subarray(start, start + packed), method, limit);
  if (bytes.length !== size) throw new UserError("unexpected EOF");
  if (crc32(bytes) !== crc) throw new UserError("zip: checksum error");
  return bytes;
}

function unpacked(bytes: Buffer, method: number, limit: number): Buffer {
  if (method === 0) return bytes;
  if (method !== 8) throw new UserError("zip: unsupported compression algorithm");
  try {
    return zlib.inflateRawSync(bytes, { maxOutputLength: limit });
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new UserError(tooLarge ? "read exceeds the defined limit" : "flate: corrupt input", { cause: error });
  }
}

/** zlib.crc32 came with Node 22. */
function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function invalid(): UserError {
  return new UserError("zip: not a valid zip file");
}
