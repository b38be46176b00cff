/** From the words of a command to its spec, without loading any other. */

import { groups } from "./groups.js";
import { entries } from "./manifest.gen.js";
import type { AnyCommand } from "./spec.js";

export interface Entry {
  /** Canonical path, then every other spelling. */
  paths: readonly string[];
  summary: string;
  hidden?: boolean;
  load(): Promise<{ default: AnyCommand }>;
}

const parentOf = (path: string) => path.slice(0, path.lastIndexOf(" ") + 1);

/** The spelling the reference shows for one that was typed: `container ps` is called `container ls`. */
export function shownPath(entry: Entry, typed: string): string {
  return entry.paths.find((path) => parentOf(path) === parentOf(typed)) ?? typed;
}

/** The entry that is spelled `path`. */
export function entryOf(path: string): Entry | undefined {
  return entries.find((entry) => entry.paths.includes(path));
}

/** Every command right below `parent` ("" is the top level), sorted by name; aliases of the same parent once. */
export function commandsBelow(parent: string): { name: string; entry: Entry }[] {
  const prefix = parent === "" ? "" : `${parent} `;
  const found = new Map<string, Entry>();
  for (const entry of entries) {
    for (const path of entry.paths) {
      if (parentOf(path) === prefix && shownPath(entry, path) === path) found.set(path.slice(prefix.length), entry);
    }
  }
  return [...found].map(([name, entry]) => ({ name, entry })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Groups right below `parent`: the top level's, or deeper ones that commands' paths imply. */
export function isGroup(path: string): boolean {
  if (path in groups) return true;
  return entries.some((entry) => entry.paths.some((spelling) => spelling.startsWith(`${path} `)));
}
