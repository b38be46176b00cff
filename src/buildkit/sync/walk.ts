/** The entries of a source as the daemon wants them: filtered by patterns, with hard links. */
import { type FolderMatch, type Matcher, makeMatcher } from "../../archive/ignore/matcher.js";
import { followLinks } from "./follow.js";
import type { Stat } from "./packet.js";
import type { Source, SourceEntry } from "./source.js";

export interface WalkFilter {
  include: readonly string[];
  exclude: readonly string[];
  /** Paths that have to be reachable; links on the way are followed. */
  follow: readonly string[];
}

/** A directory on the current path. */
interface Folder {
  entry: SourceEntry;
  /** Its own entry has been returned. */
  given: boolean;
  include: FolderMatch | undefined;
  exclude: FolderMatch | undefined;
}

/**
 * Entries in the order of fsutil: sorted by bytes, a directory before its contents. A directory that is filtered out is returned
 * before the first entry in it that is not. Throws an Error with Go's text.
 */
export function* walk(source: Source, filter: WalkFilter): Generator<Stat> {
  const include = includeMatcher(source, filter);
  const exclude = filter.exclude.length > 0 ? makeMatcher(filter.exclude) : undefined;
  const prunesIncludes = include?.patterns.every(({ text, exception }) => exception || isPlain(text));
  const prunesExcludes = exclude?.patterns.every(({ text, exception }) => !exception || isPlain(text)) ?? false;
  const links = new Map<string, Buffer>();
  const parents: Folder[] = [];

  function* below(folder: Buffer): Generator<Stat> {
    for (const entry of source.entries(folder)) {
      try {
        yield* at(entry);
      } catch (error) {
        // It was removed meanwhile.
        if (!isGone(error)) throw error;
      }
    }
  }

  function* at(entry: SourceEntry): Generator<Stat> {
    const path = entry.path.toString();
    const parent = parents.at(-1);
    const [included, ownInclude] = include?.matchBelow(path, parent?.include) ?? [true, undefined];
    if (!included && entry.directory && prunesIncludes && include && !mayHold(include, path)) return;
    const [excluded, ownExclude] = exclude?.matchBelow(path, parent?.exclude) ?? [false, undefined];
    if (excluded && entry.directory && prunesExcludes && !exclude?.hasExceptionBelow(path)) return;
    const wanted = included && !excluded;
    const folder: Folder = { entry, given: wanted, include: ownInclude, exclude: ownExclude };
    if (wanted) {
      const stat = entry.stat();
      for (const above of parents) {
        if (!above.given) yield above.entry.stat();
        above.given = true;
      }
      yield linked(entry, stat);
    }
    if (!entry.directory) return;
    parents.push(folder);
    try {
      yield* below(entry.path);
    } catch (error) {
      if (wanted || (error as NodeJS.ErrnoException).code !== "EACCES") throw error;
    } finally {
      parents.pop();
    }
  }

  function linked(entry: SourceEntry, stat: Stat): Stat {
    const key = entry.linkKey();
    if (key === undefined) return stat;
    const first = links.get(key);
    if (first) return { ...stat, linkname: first, size: 0 };
    links.set(key, stat.path);
    return stat;
  }

  yield* below(Buffer.alloc(0));
}

function includeMatcher(source: Source, { include, follow }: WalkFilter): Matcher | undefined {
  const followed = follow.length > 0 ? followLinks(source, follow) : [];
  // One of the paths is the source itself: everything may be requested.
  if (followed === undefined) return undefined;
  const texts = [...include, ...followed];
  return texts.length > 0 ? makeMatcher(texts) : undefined;
}

const withoutTrailingGlob = (text: string) => text.replace(/\/\*\*$/, "").replace(/\/\*$/, "");
/** Such a pattern matches only paths that begin with it. */
const isPlain = (text: string) => !/[*[\]?^\\]/.test(withoutTrailingGlob(text));

function mayHold(include: Matcher, folder: string): boolean {
  return include.patterns.some(({ text, exception }) => !exception && `${withoutTrailingGlob(text)}/`.startsWith(`${folder}/`));
}

function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}
