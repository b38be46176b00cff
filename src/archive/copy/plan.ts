/** Where an archive of the source is unpacked, and what its root is called, so that the copy does what the user wrote. */
import path from "node:path";
import { UserError } from "../../errors.js";
import type { CopyEnd } from "./info.js";
import { assertsDirectory, splitEntry } from "./local-path.js";

export interface CopyPlan {
  /** Directory that the archive is unpacked in. */
  folder: string;
  /** The first `from` in each name (of entries and of hard links' targets) becomes `to`. */
  rename?: { from: string; to: string };
}

/** Throws UserError for what cannot be copied so. The rules of moby's PrepareArchiveCopy. */
export function planCopy(source: CopyEnd, destination: CopyEnd): CopyPlan {
  if (destination.exists && destination.isDirectory) return { folder: destination.path };
  if (destination.exists && source.isDirectory) throw new UserError("cannot copy directory");
  if (!destination.exists && !source.isDirectory && assertsDirectory(destination.path)) throw new UserError("no such directory");
  const [folder, to] = splitEntry(destination.path);
  const from = source.rename ?? splitEntry(source.path)[1];
  return { folder, rename: { from, to } };
}

/** The renaming of names in an archive, raw bytes. A root's name stands for no name: "/" is in front of every part. */
export function renaming(rename: { from: string; to: string } | undefined): (name: Buffer) => Buffer {
  if (!rename) return (name) => name;
  const from = Buffer.from(rename.from === path.sep ? "" : rename.from);
  const to = Buffer.from(rename.to);
  return (name) => {
    const at = name.indexOf(from);
    return at < 0 ? name : Buffer.concat([name.subarray(0, at), to, name.subarray(at + from.length)]);
  };
}
