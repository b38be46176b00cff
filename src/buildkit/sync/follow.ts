/** The paths to send so that the requested ones can be reached: with symbolic links on the way, and their targets. */
import path from "node:path";
import { makePattern } from "../../archive/ignore/pattern.js";
import type { Source } from "./source.js";

/**
 * Paths below the source, sorted, none of them inside another; undefined if one of them is the source itself.
 * @param asked paths that may contain wildcards; ".." does not lead out of the source
 */
export function followLinks(source: Source, asked: readonly string[]): string[] | undefined {
  const found = new Set<string>();

  function follow(wanted: string): void {
    let current = "";
    let rest = wanted;
    for (;;) {
      const [first = "", ...others] = rest.split("/");
      rest = others.join("/");
      current = inside(path.posix.join(current, first));
      const targets = targetsOf(source, current);
      if ((rest === "" || targets.length > 0) && found.has(current)) return;
      if (targets.length > 0 || rest === "") found.add(current);
      for (const target of targets) follow(inside(path.posix.join(target, rest)));
      if (targets.length > 0 || rest === "") return;
    }
  }

  for (const one of asked) follow(one);
  return withoutNested([...found].sort());
}

/** Cleaned and relative; ".." cannot leave the top. */
function inside(wanted: string): string {
  return path.posix.join("/", wanted).slice(1);
}

/** The targets of the links that `wanted` names, relative to the source. */
function targetsOf(source: Source, wanted: string): string[] {
  const name = path.posix.basename(wanted);
  const folder = path.posix.dirname(inside(wanted)).replace(/^\.$/, "");
  const names = hasWildcards(name) ? namesLike(source, folder, name) : [name];
  return names.flatMap((one) => {
    const link = source.readLink(path.posix.join(folder, one));
    if (link === undefined) return [];
    return [inside(path.posix.isAbsolute(link) ? link : path.posix.join(folder, link))];
  });
}

function namesLike(source: Source, folder: string, pattern: string): string[] {
  let matches: (name: string) => boolean;
  try {
    matches = makePattern(pattern, false).matches;
    return source
      .entries(Buffer.from(folder))
      .map((entry) => path.posix.basename(entry.path.toString()))
      .filter((name) => matches(name));
  } catch {
    // No such directory, or an invalid pattern: nothing to follow.
    return [];
  }
}

const hasWildcards = (name: string) => /[*?[]/.test(name.replace(/\\./g, ""));

function withoutNested(sorted: readonly string[]): string[] | undefined {
  const kept: string[] = [];
  for (const one of sorted) {
    if (one === "") return undefined;
    const last = kept.at(-1);
    if (last === undefined || !one.startsWith(`${last}/`)) kept.push(one);
  }
  return kept;
}
