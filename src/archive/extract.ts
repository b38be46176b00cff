/**
 * Unpacks an archive that somebody else made: nothing leaves the destination, files appear whole or not at all. What is
 * restored is what Docker restores: contents, modes with the set-id bits, times, links, devices; never owners.
 */
import fs from "node:fs";
import path from "node:path";
import { StatusError } from "../errors.js";
import { quote } from "../values/quote.js";
import { ExtractFolder, latin1, outside, told } from "./extract-folder.js";
import { TarReader } from "./tar/decode.js";
import type { TarEntry } from "./tar/entry.js";

export interface ExtractOptions {
  /** Applied to the names of entries and the targets of hard links. */
  rename?: (name: Buffer) => Buffer;
  /** Registers what removes an unfinished file if a signal ends the client; returns what takes it back (`Signals.cleanup`). */
  cleanup?: (undo: () => void) => () => void;
}

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = fs.constants;
/** The last second that 64 bits of nanoseconds hold; times beyond are set to the epoch, as Docker does. */
const LAST_SECOND = 9_223_372_036;

/** Unpacks into `folder`, an existing directory. Throws StatusError. */
export async function extractTar(source: AsyncIterable<Buffer>, folder: string, options: ExtractOptions = {}): Promise<void> {
  const extraction = new Extraction(source, folder, options);
  try {
    await extraction.run();
  } finally {
    await extraction.close();
  }
}

class Extraction {
  readonly #reader: TarReader;
  readonly #root: string;
  readonly #folder: ExtractFolder;
  readonly #rename: (name: Buffer) => Buffer;
  readonly #forget: (() => void) | undefined;
  /** Times of directories are set at the end: what is put into them changes them. */
  readonly #directories: { parts: string[]; mtime: number }[] = [];
  readonly #prefix = `.dockline-${Math.random().toString(36).slice(2, 12)}-`;
  #count = 0;
  #unfinished: Buffer | undefined;

  constructor(source: AsyncIterable<Buffer>, folder: string, { rename = (name) => name, cleanup }: ExtractOptions) {
    this.#reader = new TarReader(source);
    this.#root = folder;
    this.#folder = new ExtractFolder(folder);
    this.#rename = rename;
    this.#forget = cleanup?.(() => this.#removeUnfinished());
  }

  async run(): Promise<void> {
    for (let entry = await this.#reader.next(); entry; entry = await this.#reader.next()) await this.#put(entry);
    for (const { parts, mtime } of this.#directories) this.#touchDirectory(parts, mtime);
  }

  async close(): Promise<void> {
    this.#removeUnfinished();
    this.#forget?.();
    this.#folder.close();
    await this.#reader.close();
  }

  async #put(entry: TarEntry): Promise<void> {
    const parts = this.#partsOf(this.#rename(entry.name));
    const file = this.#enter(parts);
    if (!this.#makeRoom(entry, parts, file)) return;
    const shown = this.#folder.shown(parts);
    const mtime = bounded(entry.mtime);
    switch (entry.type) {
      case "directory":
        this.#putDirectory(entry, parts, file, shown);
        this.#touchDirectory(parts, mtime);
        this.#directories.push({ parts, mtime });
        return;
      case "file":
        return this.#putFile(entry, file, shown, mtime);
      case "symlink":
        this.#putSymlink(entry, parts, file, shown);
        fs.lutimesSync(file, mtime, mtime);
        return;
      case "link":
        return this.#putLink(entry, file, shown);
      default:
        return this.#putSpecial(entry, file, shown, mtime);
    }
  }

  /** The parts of a name below the destination; none where it is the destination itself. Throws StatusError for a name outside. */
  #partsOf(name: Buffer): string[] {
    const clean = path.posix.normalize(name.toString("latin1")).replace(/^\/+/, "");
    const parts = clean.split("/").filter((part) => part !== "" && part !== ".");
    if (parts[0] === "..") throw outside(name.toString(), this.#root);
    return parts;
  }

  #enter(parts: readonly string[]): Buffer {
    return parts.length === 0 ? this.#folder.enter([], ".") : this.#folder.enter(parts.slice(0, -1), parts.at(-1) as string);
  }

  /** Takes away what stands there, where it may be replaced. False: the entry is the destination itself. Throws StatusError. */
  #makeRoom(entry: TarEntry, parts: readonly string[], file: Buffer): boolean {
    const there = fs.lstatSync(file, { throwIfNoEntry: false });
    if (!there) return true;
    const [mine, theirs] = [entry.type === "directory", there.isDirectory()];
    const names = () => [quote(this.#folder.shown(parts)), quote(this.#root)];
    if (theirs && !mine) throw new StatusError(`cannot overwrite directory ${names()[0]} with non-directory ${names()[1]}`);
    if (mine && !theirs) throw new StatusError(`cannot overwrite non-directory ${names()[0]} with directory ${names()[1]}`);
    if (parts.length === 0) return false;
    // A file is renamed into its place, which leaves no moment without one.
    if (!mine && entry.type !== "file") told("unlinkat", this.#folder.shown(parts), () => fs.unlinkSync(file));
    return true;
  }

  #putDirectory(entry: TarEntry, parts: readonly string[], file: Buffer, shown: string): void {
    if (!fs.lstatSync(file, { throwIfNoEntry: false })) told("mkdir", shown, () => fs.mkdirSync(file, entry.mode & 0o777));
    // As the directory that has been entered: the name may have become a link.
    told("chmod", shown, () => fs.chmodSync(this.#folder.itself(parts), entry.mode));
  }

  #touchDirectory(parts: readonly string[], mtime: number): void {
    told("chtimes", this.#folder.shown(parts), () => fs.utimesSync(this.#folder.itself(parts), mtime, mtime));
  }

  async #putFile(entry: TarEntry, file: Buffer, shown: string, mtime: number): Promise<void> {
    const neighbour = latin1(`${file.toString("latin1", 0, file.lastIndexOf(47) + 1)}${this.#prefix}${this.#count++}`);
    const fd = told("open", shown, () => fs.openSync(neighbour, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600));
    this.#unfinished = neighbour;
    try {
      for (let chunk = await this.#reader.read(); chunk; chunk = await this.#reader.read()) this.#write(fd, chunk, shown);
      told("chmod", shown, () => fs.fchmodSync(fd, entry.mode));
      told("chtimes", shown, () => fs.futimesSync(fd, mtime, mtime));
    } finally {
      fs.closeSync(fd);
    }
    told("rename", shown, () => fs.renameSync(neighbour, file));
    this.#unfinished = undefined;
  }

  #write(fd: number, chunk: Buffer, shown: string): void {
    told("write", shown, () => {
      for (let at = 0; at < chunk.length; ) at += fs.writeSync(fd, chunk, at);
    });
  }

  /** Its target may not lead out of the destination when it is read from where it stands; an absolute one is the container's. */
  #putSymlink(entry: TarEntry, parts: readonly string[], file: Buffer, shown: string): void {
    const target = entry.linkname ?? Buffer.alloc(0);
    const at = path.join(path.dirname(shown), target.toString());
    if (!at.startsWith(this.#root)) throw new StatusError(`invalid symlink ${quote(shown)} -> ${quote(target.toString())}`);
    told("symlink", `${target} ${this.#folder.shown(parts)}`, () => fs.symlinkSync(target, file));
  }

  #putLink(entry: TarEntry, file: Buffer, shown: string): void {
    const target = this.#rename(entry.linkname ?? Buffer.alloc(0));
    const at = path.join(this.#root, target.toString());
    const parts = path.posix
      .normalize(target.toString("latin1"))
      .split("/")
      .filter((part) => part !== "" && part !== ".");
    if (parts.length === 0 || parts[0] === "..") throw new StatusError(`invalid hardlink ${quote(at)} -> ${quote(target.toString())}`);
    // The target's directory is entered in a chain of its own, so that the directory of `file` stays open meanwhile.
    const folder = new ExtractFolder(this.#root);
    try {
      const from = folder.enter(parts.slice(0, -1), parts.at(-1) as string);
      told("link", `${at} ${shown}`, () => fs.linkSync(from, file));
    } finally {
      folder.close();
    }
  }

  async #putSpecial(entry: TarEntry, file: Buffer, shown: string, mtime: number): Promise<void> {
    const { makeSpecial } = await import("./extract-special.js");
    if (!told("mknod", shown, () => makeSpecial(entry, file))) return;
    fs.lutimesSync(file, mtime, mtime);
  }

  #removeUnfinished(): void {
    if (this.#unfinished) fs.rmSync(this.#unfinished, { force: true });
    this.#unfinished = undefined;
  }
}

/** In seconds. */
function bounded({ seconds, nanos }: TarEntry["mtime"]): number {
  return seconds < 0 || seconds > LAST_SECOND ? 0 : seconds + nanos / 1e9;
}
