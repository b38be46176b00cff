/** What the engine may ask us for: a folder of this machine, or a few files that were never written to one. */
import fs from "node:fs";
import { type FolderItem, readFolder } from "../../archive/folder.js";
import { device } from "../../archive/tree-entry.js";
import { errnoText } from "../../values/errno.js";
import { GO_MODE, PERMISSIONS, type Stat } from "./packet.js";

/** An entry of a source, before any filter. */
export interface SourceEntry {
  /** Relative to the source. */
  path: Buffer;
  directory: boolean;
  /** Throws the system's error. */
  stat(): Stat;
  /** Device and inode where the file has several names. Asked after `stat`. */
  linkKey(): string | undefined;
}

export interface Source {
  /** What lies in a folder of it ("" is the source itself), sorted by bytes. Throws Error with Go's text, code kept. */
  entries(folder: Buffer): SourceEntry[];
  /** The target of a symbolic link; undefined where there is none, or nothing at all. */
  readLink(path: string): string | undefined;
  /** The file's bytes, a piece at a time, each good until the next is asked for. Throws as `entries`. */
  read(path: Buffer): Generator<Uint8Array>;
}

const SLASH = Buffer.from("/");
const EMPTY = Buffer.alloc(0);
/** Bytes of a packet: the reference sends 32 KiB, the engine takes up to 16 MiB. */
const PIECE = 128 * 1024;

const join = (folder: Buffer, name: Buffer) => (folder.length === 0 ? name : Buffer.concat([folder, SLASH, name]));

function explained(verb: string, path: Buffer, error: unknown): Error {
  return Object.assign(new Error(`${verb} ${path}: ${errnoText(error)}`, { cause: error }), {
    code: (error as NodeJS.ErrnoException).code,
  });
}

/** @param owner whose the files are said to be: "root" for a context, as the reference has it; "own" keeps what is there */
export function folderSource(root: string, owner: "root" | "own"): Source {
  const base = Buffer.from(root);
  const full = (path: Buffer) => join(base, path);
  return {
    entries(folder) {
      const place = folder.length === 0 ? base : full(folder);
      let found: FolderItem[];
      try {
        found = readFolder(place);
      } catch (error) {
        throw explained("open", place, error);
      }
      return found.map((item) => entryOf(full(join(folder, item.name)), join(folder, item.name), item.isDirectory(), owner));
    },
    readLink(path) {
      try {
        return fs.readlinkSync(full(Buffer.from(path)), "utf8");
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "EINVAL" || code === "ENOENT" || code === "ENOTDIR") return undefined;
        throw explained("readlink", full(Buffer.from(path)), error);
      }
    },
    *read(path) {
      let fd: number;
      try {
        // A fifo put in the file's place does not make us wait.
        fd = fs.openSync(full(path), fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
      } catch (error) {
        throw explained("open", full(path), error);
      }
      try {
        const piece = Buffer.allocUnsafe(PIECE);
        for (let read = fs.readSync(fd, piece); read > 0; read = fs.readSync(fd, piece)) yield piece.subarray(0, read);
      } catch (error) {
        throw explained("read", full(path), error);
      } finally {
        fs.closeSync(fd);
      }
    },
  };
}

function entryOf(place: Buffer, path: Buffer, directory: boolean, owner: "root" | "own"): SourceEntry {
  let found: fs.BigIntStats | undefined;
  return {
    path,
    directory,
    stat() {
      found = fs.lstatSync(place, { bigint: true });
      const [devmajor, devminor] = found.isBlockDevice() || found.isCharacterDevice() ? device(Number(found.rdev)) : [0, 0];
      return {
        path,
        mode: goMode(found),
        uid: owner === "root" ? 0 : Number(found.uid),
        gid: owner === "root" ? 0 : Number(found.gid),
        size: found.isDirectory() ? 0 : found.size,
        modTime: found.mtimeNs,
        linkname: found.isSymbolicLink() ? fs.readlinkSync(place, { encoding: "buffer" }) : EMPTY,
        devmajor,
        devminor,
      };
    },
    linkKey: () => (found && found.nlink > 1n && !found.isDirectory() ? `${found.dev}:${found.ino}` : undefined),
  };
}

/** A mode as Go writes it. A socket is sent as an empty file, as fsutil does. */
function goMode(stat: fs.BigIntStats): number {
  const bits = Number(stat.mode);
  let mode = bits & PERMISSIONS;
  if (bits & 0o4000) mode += GO_MODE.setuid;
  if (bits & 0o2000) mode += GO_MODE.setgid;
  if (bits & 0o1000) mode += GO_MODE.sticky;
  if (stat.isDirectory()) mode += GO_MODE.directory;
  else if (stat.isSymbolicLink()) mode += GO_MODE.symlink;
  else if (stat.isFIFO()) mode += GO_MODE.fifo;
  else if (stat.isCharacterDevice()) mode += GO_MODE.device + GO_MODE.char;
  else if (stat.isBlockDevice()) mode += GO_MODE.device;
  return mode;
}

/** Files at the top of a folder that is nowhere: a Dockerfile from standard input. */
export function memorySource(files: Readonly<Record<string, Uint8Array>>): Source {
  const names = Object.keys(files).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return {
    entries: () =>
      names.map((name) => ({
        path: Buffer.from(name),
        directory: false,
        stat: () => ({
          path: Buffer.from(name),
          mode: 0o600,
          uid: 0,
          gid: 0,
          size: files[name]?.length ?? 0,
          modTime: 0n,
          linkname: EMPTY,
          devmajor: 0,
          devminor: 0,
        }),
        linkKey: () => undefined,
      })),
    readLink: () => undefined,
    *read(path) {
      const bytes = files[path.toString()] ?? EMPTY;
      for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
    },
  };
}
