/** A directory's context as the archive that is sent. */

import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { packItems } from "../pack.js";
import type { PackItem } from "../pack-batches.js";
import { readTar } from "../tar/decode.js";
import { END, encodeHeader, padding } from "../tar/encode.js";
import type { TarEntry } from "../tar/entry.js";
import type { FolderContext } from "./types.js";
import { walkContext } from "./walk.js";

const IGNORE_FILE = ".dockerignore";
/** Of files that are in no directory: readable by their owner only, as Docker sends them. */
const PRIVATE = 0o600;

export interface PackedContext {
  /** What the daemon has to look for, within the archive. */
  dockerfile: string;
  /** A chunk may be overwritten once the next is asked for. */
  chunks: AsyncIterable<Uint8Array>;
}

/** An entry of bytes that we have, whole blocks. */
export function entryBytes(name: string, mode: number, bytes: Uint8Array, now: number): Buffer {
  const mtime = { seconds: Math.floor(now / 1000), nanos: 0 };
  const entry: TarEntry = { name: Buffer.from(name), type: "file", mode, uid: 0, gid: 0, size: bytes.length, mtime };
  return Buffer.concat([encodeHeader(entry), bytes, padding(bytes.length)]);
}

/** An archive of a Dockerfile alone. */
export function packDockerfile(bytes: Uint8Array, now: number): PackedContext {
  const archive = Buffer.concat([entryBytes("Dockerfile", 0o644, bytes, now), END]);
  return { dockerfile: "Dockerfile", chunks: once(archive) };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/**
 * An archive of somebody else's with a Dockerfile put into it, entry by entry as it comes.
 * @throws TarError for what is no archive, once that shows
 */
export function addDockerfile(archive: AsyncIterable<Buffer>, dockerfile: Uint8Array, now: number): PackedContext {
  const name = newDockerfileName();
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let ignoreFile: Uint8Array | undefined;
    for await (const { entry, body } of readTar(archive)) {
      if (entry.type === "file" && entry.name.toString() === IGNORE_FILE) {
        const parts: Buffer[] = [];
        for await (const part of body) parts.push(Buffer.from(part));
        ignoreFile = ignoreFileWith(Buffer.concat(parts), name);
        yield encodeHeader({ ...entry, size: ignoreFile.length }, { nanos: true });
        yield Buffer.concat([ignoreFile, padding(ignoreFile.length)]);
        continue;
      }
      yield encodeHeader(entry, { nanos: true });
      yield* body;
      yield padding(entry.size);
    }
    yield entryBytes(name, PRIVATE, dockerfile, now);
    if (!ignoreFile) yield entryBytes(IGNORE_FILE, PRIVATE, ignoreFileWith(undefined, name), now);
    yield END;
  }
  return { dockerfile: name, chunks: chunks() };
}

/** The name that a Dockerfile from elsewhere gets in the context: one that nobody has. */
export function newDockerfileName(): string {
  return `.dockerfile.${randomBytes(10).toString("hex")}`;
}

/** The ignore file that keeps the Dockerfile from elsewhere, and itself, out of the image. `own`: what it held; undefined where it is new. */
export function ignoreFileWith(own: Uint8Array | undefined, dockerfile: string): Buffer {
  return Buffer.concat([own ?? Buffer.from(IGNORE_FILE), Buffer.from(`\n${dockerfile}\n`)]);
}

/**
 * Walks it now; reads the files when their turn comes.
 * @param now milliseconds since the epoch: the age of what is added
 * @param socket told of each socket, which stays behind
 * @throws UserError
 */
export async function packFolder(
  { dir, dockerfile, ignored }: FolderContext,
  now: number,
  socket: (path: string) => void = () => {},
): Promise<PackedContext> {
  const { items, sockets } = walkContext(dir, ignored(), dockerfile.kind === "inside" ? dockerfile.path : undefined);
  for (const path of sockets) socket(path);
  if (dockerfile.kind === "inside") return { dockerfile: dockerfile.path, chunks: packItems(items) };
  const name = newDockerfileName();
  const isIgnoreFile = ({ entry }: PackItem) => entry.type !== "directory" && entry.name.toString() === IGNORE_FILE;
  const own = items.find(isIgnoreFile);
  const ignoreFile = ignoreFileWith(own && fs.readFileSync(own.path), name);
  const added = [
    entryBytes(name, PRIVATE, await dockerfile.read(), now),
    entryBytes(IGNORE_FILE, own?.entry.mode ?? PRIVATE, ignoreFile, now),
  ];
  const rest = items.filter((item) => !isIgnoreFile(item));
  return { dockerfile: name, chunks: precededBy(Buffer.concat(added), packItems(rest)) };
}

async function* precededBy(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
