/** What of a directory goes to the daemon: everything but what the patterns leave behind, as entries of an archive that root owns. */
import fs from "node:fs";
import { UserError } from "../../errors.js";
import { errnoText } from "../../values/errno.js";
import { type FolderItem, readFolder } from "../folder.js";
import { type FolderMatch, type Matcher, makeMatcher } from "../ignore/matcher.js";
import type { PackItem } from "../pack-batches.js";
import { entryOf } from "../tree-entry.js";

const SLASH = Buffer.from("/");
const IGNORE_FILE = ".dockerignore";
/** How Docker begins what it finds wrong with a context's files. */
const CHECK = "error checking context: ";

/** The daemon needs both whatever the patterns say, and leaves them out of the image itself. Throws Error for a bad pattern. */
function withBuildFiles(ignored: readonly string[], dockerfile: string | undefined): string[] {
  const patterns = [...ignored];
  for (const file of dockerfile === undefined ? [IGNORE_FILE] : [IGNORE_FILE, dockerfile])
    if (makeMatcher(patterns).matchesPlainly(file)) patterns.push(`!${file}`);
  return patterns;
}

export interface WalkedFolder {
  /** Parents before what they hold. */
  items: PackItem[];
  /** Paths of sockets, which no archive can hold. */
  sockets: string[];
}

/**
 * Reads every directory and asks of every file whether it may be read; opens none.
 * @param dir absolute
 * @param ignored as an ignore file gives them
 * @param dockerfile within the directory; undefined where it is not in it
 * @throws UserError for what cannot be read and is not left behind, and for bad patterns
 */
export function walkContext(dir: string, ignored: readonly string[], dockerfile: string | undefined): WalkedFolder {
  const matcher = checked(() => makeMatcher(withBuildFiles(ignored, dockerfile)));
  const walk: Walk = { matcher, links: new Map(), items: [], sockets: [] };
  below(walk, Buffer.from(dir), Buffer.alloc(0), "", undefined);
  return walk;
}

interface Walk extends WalkedFolder {
  matcher: Matcher;
  links: Map<string, Buffer>;
}

function checked<T>(match: () => T): T {
  try {
    return match();
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(CHECK + (error as Error).message, { cause: error });
  }
}

/** `name`: within the archive, the same as text (for patterns) in `shown`; both end in a slash, or are empty. */
function below(walk: Walk, folder: Buffer, name: Buffer, shown: string, match: FolderMatch | undefined): void {
  const prefix = folder[folder.length - 1] === SLASH[0] ? folder : Buffer.concat([folder, SLASH]);
  for (const child of childrenOf(folder)) {
    const path = Buffer.concat([prefix, child.name]);
    const inArchive = Buffer.concat([name, child.name]);
    const text = walk.matcher.patterns.length > 0 ? shown + child.name.toString() : "";
    const [leave, own] = text === "" ? [false, undefined] : checked(() => walk.matcher.matchBelow(text, match));
    const isFolder = child.isDirectory();
    if (!leave) take(walk, child, path, inArchive);
    if (isFolder && (!leave || walk.matcher.hasExceptionBelow(text)))
      below(walk, path, Buffer.concat([inArchive, SLASH]), text === "" ? "" : `${text}/`, own);
  }
}

function childrenOf(folder: Buffer): FolderItem[] {
  try {
    return readFolder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Gone since its own directory was read.
    if (code === "ENOENT") return [];
    throw new UserError(CHECK + (code === "EACCES" ? `can't stat '${folder}'` : `open ${folder}: ${errnoText(error)}`), { cause: error });
  }
}

function take(walk: Walk, child: FolderItem, path: Buffer, name: Buffer): void {
  if (child.isSocket()) {
    walk.sockets.push(path.toString());
    return;
  }
  try {
    const entry = entryOf(path, name, walk.links);
    entry.uid = 0;
    entry.gid = 0;
    if (child.isFile()) fs.accessSync(path, fs.constants.R_OK);
    walk.items.push({ path, entry });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return;
    throw new UserError(`${CHECK}${code === "EACCES" ? "no permission to read from" : `${errnoText(error)}:`} '${path}'`, { cause: error });
  }
}
