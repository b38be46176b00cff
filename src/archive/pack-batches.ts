/** Entries and their bodies as a few large chunks: system calls read straight into them. */
import fs from "node:fs";
import { StatusError } from "../errors.js";
import { errnoText } from "../values/errno.js";
import { END, encodeHeader, padding } from "./tar/encode.js";
import type { TarEntry } from "./tar/entry.js";

/** Something to pack. */
export interface PackItem {
  /** Where it lies, bytes as the system holds them. */
  path: Buffer;
  /** As it goes into the archive: whole seconds, no owner's names. May be changed before it is packed (not `size` or `type`). */
  entry: TarEntry;
}

/** Large enough that neither system calls nor chunks count, small enough to stay in the processor's cache. */
const BATCH = 256 * 1024;
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;

/** The chunks of the archive, its end included. Two buffers take turns: a chunk stays as it is until the next but one is asked for. */
export function* batchesOf(items: Iterable<PackItem>, skipped?: (message: string) => void): Generator<Buffer, undefined> {
  const buffers = [Buffer.allocUnsafeSlow(BATCH), Buffer.allocUnsafeSlow(BATCH)] as const;
  let [batch, other]: readonly [Buffer, Buffer] = buffers;
  let filled = 0;
  const full = (): Buffer => {
    const chunk = batch.subarray(0, filled);
    [batch, other] = [other, batch];
    filled = 0;
    return chunk;
  };
  for (const { path, entry } of items) {
    const fd = entry.type === "file" && entry.size > 0 ? openBody(path, skipped) : undefined;
    if (fd === null) continue;
    try {
      const header = encodeHeader(entry);
      if (filled + header.length > BATCH) yield full();
      if (header.length > BATCH) yield header;
      else filled += header.copy(batch, filled);
      for (let left = fd === undefined ? 0 : entry.size; left > 0; ) {
        if (filled === BATCH) yield full();
        const read = readBody(fd as number, path, batch, filled, left);
        left -= read;
        filled += read;
      }
    } finally {
      if (fd !== undefined) fs.closeSync(fd);
    }
    if (entry.type !== "file") continue;
    const pad = padding(entry.size);
    if (filled + pad.length > BATCH) yield full();
    filled += pad.copy(batch, filled);
  }
  if (filled > 0) yield full();
  yield END;
}

/** null: told and left out. A fifo put in the file's place does not make us wait. */
function openBody(path: Buffer, skipped: ((message: string) => void) | undefined): number | null {
  try {
    return fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const message = `Can't add file ${path} to tar: open ${path}: ${errnoText(error)}`;
    if (!skipped) throw new StatusError(message, 1, { cause: error });
    skipped(message);
    return null;
  }
}

/** At least one byte, at most `left`. Throws StatusError: a body that ends early would make the archive another one. */
function readBody(fd: number, path: Buffer, batch: Buffer, filled: number, left: number): number {
  let read: number;
  try {
    read = fs.readSync(fd, batch, filled, Math.min(left, BATCH - filled), null);
  } catch (error) {
    throw new StatusError(`Can't add file ${path} to tar: read ${path}: ${errnoText(error)}`, 1, { cause: error });
  }
  if (read === 0) throw new StatusError(`Can't add file ${path} to tar: archive/tar: missed writing ${left} bytes`);
  return read;
}
