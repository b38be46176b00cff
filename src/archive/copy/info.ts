/** The two ends of a copy, as far as the rules of renaming need them (moby's archive.CopyInfo). */
import fs from "node:fs";
import path from "node:path";
import { UserError } from "../../errors.js";
import { followLinks, lstat, told } from "./links.js";
import { base, endsInSeparator, join, lastSeparator, namesCurrentFolder, splitEntry } from "./local-path.js";

export interface CopyEnd {
  path: string;
  exists: boolean;
  isDirectory: boolean;
  /** The name that the archive's root gets, where it is not the path's last part: links were followed. */
  rename?: string;
}

/** Of a chain of links at the destination. */
const MAX_LINKS = 10;

/**
 * A local source, links on the way to it followed; the last one too where `follow` says so. `file` is absolute.
 * @throws UserError where it is not there
 */
export function localSource(file: string, follow: boolean): CopyEnd {
  const found = follow ? renamed(file, followLinks(file)) : besidesLast(file);
  return { ...found, exists: true, isDirectory: lstat(found.path).isDirectory() };
}

function besidesLast(file: string): { path: string; rename?: string } {
  const cut = lastSeparator(file) + 1;
  const resolved = followLinks(file.slice(0, cut)) + path.sep + file.slice(cut);
  if (endsInSeparator(file) && base(file) !== base(resolved)) return { path: resolved, rename: base(file) };
  return { path: resolved };
}

/** `target` is where `file` leads: it gets the ending of `file`, and the archive the name that the user wrote. */
export function renamed(file: string, target: string): { path: string; rename?: string } {
  let resolved = target;
  if (namesCurrentFolder(file) && !namesCurrentFolder(resolved)) resolved += `${path.sep}.`;
  if (endsInSeparator(file) && !endsInSeparator(resolved)) resolved += path.sep;
  return base(file) === base(resolved) ? { path: resolved } : { path: resolved, rename: base(file) };
}

/**
 * A local destination: where it is a link, what it leads to, there or not.
 * @throws UserError where its directory is not there, or is none
 */
export function localDestination(file: string): CopyEnd {
  let at = file;
  for (let hops = 0; ; hops++) {
    const stat = lookUp(at);
    if (!stat) break;
    if (!stat.isSymbolicLink()) return { path: at, exists: true, isDirectory: stat.isDirectory() };
    if (hops > MAX_LINKS) throw new UserError(`too many symlinks in ${file}`);
    const target = told("readlink", at, () => fs.readlinkSync(at));
    at = path.isAbsolute(target) ? target : join(splitEntry(at)[0], target);
  }
  const [folder] = splitEntry(at);
  if (!told("stat", folder, () => fs.statSync(folder)).isDirectory()) throw new UserError("not a directory");
  return { path: at, exists: false, isDirectory: false };
}

function lookUp(file: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    return told("lstat", file, () => {
      throw error;
    });
  }
}
