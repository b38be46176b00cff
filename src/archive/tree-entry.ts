/** What lies in a file system, as an entry of an archive. */
import fs from "node:fs";
import { type TarEntry, TarError, type TarType } from "./tar/entry.js";

const SLASH = Buffer.from("/");

/**
 * The entry of `path`, as `foundAt`; a link to the first of its names where it has several.
 * @param links names of the files with several names seen so far, by inode; the first is added
 */
export function entryOf(path: Buffer, name: Buffer, links: Map<string, Buffer>): TarEntry {
  const { entry, inode } = foundAt(path, name);
  if (inode && !becomeLink(entry, inode, links)) links.set(inode, entry.name);
  return entry;
}

/** Makes `entry` a link where another name of it was seen. */
export function becomeLink(entry: TarEntry, inode: string, links: ReadonlyMap<string, Buffer>): boolean {
  const first = links.get(inode);
  if (first) Object.assign(entry, { type: "link", linkname: first, size: 0 });
  return first !== undefined;
}

/**
 * The entry of `path`, not followed where it is a link. Times are cut to whole seconds, as Docker does. `inode` is there
 * where the file has several names: equal for all of them.
 * @throws the system's error, TarError for a socket
 */
export function foundAt(path: Buffer, name: Buffer): { entry: TarEntry; inode?: string } {
  const stat = fs.lstatSync(path);
  const type = typeOf(stat);
  const entry: TarEntry = {
    name: type === "directory" && name[name.length - 1] !== 47 ? Buffer.concat([name, SLASH]) : name,
    type,
    mode: stat.mode & 0o7777,
    uid: stat.uid,
    gid: stat.gid,
    size: type === "file" ? stat.size : 0,
    mtime: { seconds: seconds(stat, path), nanos: 0 },
  };
  if (type === "symlink") entry.linkname = fs.readlinkSync(path, { encoding: "buffer" });
  if (type === "char" || type === "block") [entry.devmajor, entry.devminor] = device(stat.rdev);
  return type !== "directory" && stat.nlink > 1 ? { entry, inode: inodeOf(path) } : { entry };
}

/** A double does not hold every inode's number. */
function inodeOf(path: Buffer): string {
  const { dev, ino } = fs.lstatSync(path, { bigint: true });
  return `${dev}:${ino}`;
}

function typeOf(stat: fs.Stats): TarType {
  if (stat.isFile()) return "file";
  if (stat.isDirectory()) return "directory";
  if (stat.isSymbolicLink()) return "symlink";
  if (stat.isFIFO()) return "fifo";
  if (stat.isCharacterDevice()) return "char";
  if (stat.isBlockDevice()) return "block";
  throw new TarError("archive/tar: sockets not supported");
}

/** Rounded down. Milliseconds are a double here: a fraction close to a second's end has become the next second. */
function seconds(stat: fs.Stats, path: Buffer): number {
  if (stat.mtimeMs % 1000 !== 0) return Math.floor(stat.mtimeMs / 1000);
  const nanos = fs.lstatSync(path, { bigint: true }).mtimeNs;
  const whole = Number(nanos / 1_000_000_000n);
  return nanos < 0n && nanos % 1_000_000_000n !== 0n ? whole - 1 : whole;
}

/** Linux's makedev, undone. */
export function device(rdev: number): [major: number, minor: number] {
  const bits = BigInt(rdev);
  const major = ((bits >> 8n) & 0xfffn) | ((bits >> 32n) & ~0xfffn);
  const minor = (bits & 0xffn) | ((bits >> 12n) & ~0xffn);
  return [Number(major), Number(minor & 0xffffffffn)];
}
