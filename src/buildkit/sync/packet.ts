/** The packets of fsutil: entries of a file tree, requests for contents, contents, the end. */
import { fieldsOf, MessageWriter, signed } from "../protobuf.js";

export const PACKET = { stat: 0, request: 1, data: 2, finish: 3, error: 4 } as const;

/** A file as Go describes it. `mode` has the bits of `GO_MODE` beside the permissions. */
export interface Stat {
  /** Relative, separated by "/"; bytes as in the file system. */
  path: Buffer;
  mode: number;
  uid: number;
  gid: number;
  size: number | bigint;
  /** Nanoseconds since the epoch. */
  modTime: bigint;
  /** The target of a symbolic link; for a hard link, the first name that was sent. */
  linkname: Buffer;
  devmajor: number;
  devminor: number;
}

export interface Packet {
  type: number;
  /** Index of the entry that is requested or sent, from 0. */
  id: number;
  data: Buffer;
  /** Absent in the packet that ends the entries. */
  stat?: Stat;
}

export const GO_MODE = {
  directory: 0x8000_0000,
  symlink: 0x0800_0000,
  device: 0x0400_0000,
  fifo: 0x0200_0000,
  setuid: 0x0080_0000,
  setgid: 0x0040_0000,
  char: 0x0020_0000,
  sticky: 0x0010_0000,
} as const;
/** Go's ModeType: with one of these bits, an entry is no regular file. */
export const MODE_TYPE = 0x8f28_0000;
export const PERMISSIONS = 0o777;

const EMPTY = Buffer.alloc(0);

export function encodeStat(stat: Stat): Buffer {
  const message = new MessageWriter()
    .bytes(1, stat.path)
    .number(2, stat.mode)
    .number(3, stat.uid)
    .number(4, stat.gid)
    .number(5, stat.size)
    .number(6, stat.modTime)
    .bytes(7, stat.linkname)
    .number(8, stat.devmajor)
    .number(9, stat.devminor)
    .finish();
  return new MessageWriter().message(2, message).finish();
}

/** The packet that ends the entries. */
export const LAST_STAT = EMPTY;

export function encodePacket(type: number, id = 0, data: Uint8Array = EMPTY): Buffer {
  return new MessageWriter().number(1, type).number(3, id).bytes(4, data).finish();
}

/** Throws an Error for invalid bytes. */
export function decodePacket(bytes: Buffer): Packet {
  const packet: Packet = { type: 0, id: 0, data: EMPTY };
  for (const field of fieldsOf(bytes)) {
    if (field.id === 1) packet.type = Number(field.value);
    else if (field.id === 2) packet.stat = decodeStat(field.bytes);
    else if (field.id === 3) packet.id = Number(field.value);
    else if (field.id === 4) packet.data = field.bytes;
  }
  return packet;
}

function decodeStat(bytes: Buffer): Stat {
  const stat: Stat = { path: EMPTY, mode: 0, uid: 0, gid: 0, size: 0, modTime: 0n, linkname: EMPTY, devmajor: 0, devminor: 0 };
  for (const { id, value, bytes: view } of fieldsOf(bytes)) {
    if (id === 1) stat.path = view;
    else if (id === 2) stat.mode = Number(value);
    else if (id === 3) stat.uid = Number(value);
    else if (id === 4) stat.gid = Number(value);
    else if (id === 5) stat.size = signed(value);
    else if (id === 6) stat.modTime = BigInt.asIntN(64, value);
    else if (id === 7) stat.linkname = view;
    else if (id === 8) stat.devmajor = signed(value);
    else if (id === 9) stat.devminor = signed(value);
  }
  return stat;
}
