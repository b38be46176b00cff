/** What one member of a tar archive is, and the fixed places of its header block (POSIX.1-2001, "ustar interchange format"). */
import { StatusError } from "../../errors.js";

export type TarType = "file" | "link" | "symlink" | "char" | "block" | "directory" | "fifo";

export interface TarEntry {
  /** Raw bytes, as tar holds them: "/" between the parts, a directory's ends in "/". */
  name: Buffer;
  type: TarType;
  /** Permission, set-id and sticky bits: 0 to 0o7777. */
  mode: number;
  uid: number;
  gid: number;
  /** Bytes of the body as it is read: of a sparse file its whole length. 0 where the type has no body. */
  size: number;
  /** Since the epoch; `nanos` is 0 to 999999999, also before it. */
  mtime: { seconds: number; nanos: number };
  /** Target of a symbolic link, name of the entry that a hard link repeats. */
  linkname?: Buffer;
  uname?: string;
  gname?: string;
  devmajor?: number;
  devminor?: number;
  /** PAX records that none of the fields above holds, e.g. "SCHILY.xattr.security.capability". */
  pax?: Map<string, Buffer>;
}

/** An archive that cannot be read or an entry that cannot be written. The words are Go's archive/tar's. */
export class TarError extends StatusError {
  constructor(message: string) {
    super(message);
    this.name = "TarError";
  }
}

export const BLOCK = 512;

/** [offset, length] of the header's fields. */
export const FIELD = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  linkname: [157, 100],
  magic: [257, 8],
  uname: [265, 32],
  gname: [297, 32],
  devmajor: [329, 8],
  devminor: [337, 8],
  prefix: [345, 155],
} as const;

/** Names and targets of entries are never longer than this; a header that says otherwise is not believed. Go's limit. */
export const MAX_SPECIAL = 1 << 20;

/** Records that stand for a field of the header. */
export const BASIC_RECORDS: ReadonlySet<string> = new Set([
  "path",
  "linkpath",
  "size",
  "uid",
  "gid",
  "uname",
  "gname",
  "mtime",
  "atime",
  "ctime",
]);

/** Sum of a header's bytes, the checksum itself counted as blanks; `signed` as some old writers did it. */
export function checksum(block: Buffer, signed = false): number {
  let sum = 8 * 32;
  for (let i = 0; i < BLOCK; i++) {
    if (i === 148) i = 156;
    const byte = block[i] as number;
    sum += signed && byte > 127 ? byte - 256 : byte;
  }
  return sum;
}
