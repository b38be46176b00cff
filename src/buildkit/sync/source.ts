/** What the daemon may read: a directory of this machine, or a few files in memory. */
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
  /** Device and inode of a file with several names. Valid after `stat`. */
  linkKey(): string | undefined;
}

export interface Source {
  /** The entries of a directory ("" is the source itself), sorted by bytes. Throws an Error with Go's text and the system's code. */
  entries(folder: Buffer): SourceEntry[];
  /** The target of a symbolic link; undefined for anything else. */
  readLink(path: string): string | undefined;
  /** The contents of a file in chunks; each is valid until the next one is asked for. Throws like `entries`. */
  read(path: Buffer): Generator<Uint8Array>;
}

const SLASH = Buffer.from("/");
const EMPTY = Buffer.alloc(0);
/** Bytes of a packet: Docker sends 32 KiB, the daemon takes up to 16 MiB. */
const PIECE = 128 * 1024;

const join = (folder: Buffer, name: Buffer) => (folder.length === 0 ? name : Buffer.concat([folder, SLASH, name]));

function explained(verb: string, path: Buffer, error: unknown): Error {
  return Object.assign(new Error(`${verb} ${path}: ${errnoText(error)}`, { cause: error }), {
    code: (error as NodeJS.ErrnoException).code,
  });
}

/** @param owner the owner that is sent: "root" for a context, as in Docker; "own" is the real one */
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
        // Do not block on a FIFO that has replaced the file.
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

/** A mode as Go writes it. As in fsutil, a socket is sent as an empty file. */
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

/** Files in memory: a Dockerfile from standard input. */
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
