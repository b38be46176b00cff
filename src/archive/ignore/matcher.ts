/** Which files a list of patterns leaves behind: moby's patternmatcher. The last pattern that matches decides. */
import { cleanPath, trimBlanks } from "./ignore-file.js";
import { makePattern, type Pattern } from "./pattern.js";

/** For each pattern, whether it matched a directory: what lies in it need not be asked again. */
export type FolderMatch = readonly boolean[];

export interface Matcher {
  readonly patterns: readonly Pattern[];
  /** Is the file left behind, by itself or with a directory that it is in? `file`: "a/b", below the context. */
  matches(file: string): boolean;
  /** The same as part of a walk. `parent` is what this gave for the directory that holds the file; undefined at the top. */
  matchBelow(file: string, parent: FolderMatch | undefined): [matched: boolean, own: FolderMatch];
  /** May an exception bring something back that is in this directory, which is itself left behind? */
  hasExceptionBelow(folder: string): boolean;
  /** moby's older question: a pattern of n parts is asked only about the first n directories. Decides on the Dockerfile itself. */
  matchesPlainly(file: string): boolean;
}

/** Throws Error with Docker's text. */
export function makeMatcher(texts: readonly string[]): Matcher {
  const patterns = texts
    .map(trimBlanks)
    .filter((text) => text !== "")
    .map(cleanPath)
    .map((text) => {
      if (text === "!") throw new Error('illegal exclusion pattern: "!"');
      const exception = text.startsWith("!");
      return makePattern(exception ? text.slice(1) : text, exception);
    });
  const exceptions = patterns.filter(({ exception }) => exception);

  function judge(matchesOne: (pattern: Pattern) => boolean): boolean {
    let matched = false;
    // An exception matters where something matched, anything else where nothing did.
    for (const pattern of patterns) if (pattern.exception === matched && matchesOne(pattern)) matched = !pattern.exception;
    return matched;
  }

  return {
    patterns,
    matches(file) {
      const parents = parentsOf(file);
      return judge((pattern) => pattern.matches(file) || parents.some((parent) => pattern.matches(parent)));
    },
    matchBelow(file, parent) {
      let matched = false;
      const parents = parent ? [] : parentsOf(file);
      const own = patterns.map((pattern, i) => {
        const known = parent?.[i] ?? false;
        const match =
          known || (pattern.exception === matched && (pattern.matches(file) || parents.some((folder) => pattern.matches(folder))));
        if (match) matched = !pattern.exception;
        return match;
      });
      return [matched, own];
    },
    hasExceptionBelow: (folder) => exceptions.some(({ text }) => `${text}/`.startsWith(`${folder}/`)),
    matchesPlainly(file) {
      const parents = parentsOf(file);
      return judge((pattern) => {
        const parent = parents[pattern.text.split("/").length - 1];
        return pattern.matches(file) || (parent !== undefined && pattern.matches(parent));
      });
    },
  };
}

/** "a/b/c" -> "a", "a/b". */
function parentsOf(file: string): string[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
}
