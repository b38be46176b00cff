/** A context that comes as a stream: a tar, plain or compressed, or a Dockerfile alone. */
import { UserError } from "../../errors.js";
import { isZero, parseHeader } from "../tar/header.js";
import type { StdinContent } from "./types.js";

const BLOCK = 512;
/** How much is looked at to tell an archive from a text. */
const PEEKED = 2 * BLOCK;
const MAGIC: readonly (readonly number[])[] = [
  [0x42, 0x5a, 0x68],
  [0x1f, 0x8b, 0x08],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  [0x28, 0xb5, 0x2f, 0xfd],
];
/** A Dockerfile is text; whoever pipes something endless into it should hear of it before memory does. */
const LARGEST_DOCKERFILE = 64 * 1024 * 1024;

/** bzip2, gzip, xz and zstd (a skippable frame in front of it, too). */
export function isCompressed(head: Buffer): boolean {
  const skippable = head.length >= 4 && head.readUInt32LE(0) >>> 4 === 0x184d2a5;
  return skippable || MAGIC.some((bytes) => bytes.every((byte, i) => head[i] === byte));
}

/** Is this how an archive begins that daemons take? */
export function isArchive(head: Buffer): boolean {
  if (isCompressed(head)) return true;
  const block = head.subarray(0, BLOCK);
  if (block.length < BLOCK || isZero(block)) return false;
  try {
    parseHeader(block);
    return true;
  } catch {
    return false;
  }
}

/** Tells the two apart by the first bytes; an archive's are given out again. Throws what the stream throws. */
export async function contentOf(source: AsyncIterable<Uint8Array>): Promise<StdinContent> {
  const rest = source[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let length = 0;
  const take = async (): Promise<boolean> => {
    const { done, value } = await rest.next();
    if (done) return false;
    parts.push(Buffer.from(value));
    length += value.length;
    return true;
  };
  while (length < PEEKED && (await take()));
  const head = Buffer.concat(parts);
  if (isArchive(head)) return { kind: "archive", compressed: isCompressed(head), chunks: resumed(head, rest) };
  while (await take())
    if (length > LARGEST_DOCKERFILE) throw new UserError("unable to prepare context: the Dockerfile is larger than 64 MiB");
  return { kind: "dockerfile", bytes: Buffer.concat(parts) };
}

async function* resumed(head: Buffer, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
