/** From the words of a command to its spec, without loading any other. main hands the table to the grammar in the context. */

import type { Ctx } from "./context.js";
import { groups } from "./groups.js";
import type { AnyCommand } from "./spec.js";

export interface Entry {
  /** Canonical path, then every other spelling. */
  paths: readonly string[];
  summary: string;
  hidden?: boolean;
  load(): Promise<{ default: AnyCommand }>;
}

export interface CommandTable {
  /** The entry that is spelled `path`. */
  entryOf(path: string): Entry | undefined;
  /** Every command right below `parent` ("" is the top level), sorted by name; aliases of the same parent once. */
  below(parent: string): { name: string; entry: Entry }[];
  /** Groups right below `parent`: the top level's, or deeper ones that commands' paths imply. */
  isGroup(path: string): boolean;
}

/** The context as the grammar has it: with every command of the program. */
export interface ProgramCtx extends Ctx {
  readonly commands: CommandTable;
}

const parentOf = (path: string) => path.slice(0, path.lastIndexOf(" ") + 1);

/** The spelling Docker shows for one that was typed: `container ps` is called `container ls`. */
export function shownPath(entry: Entry, typed: string): string {
  return entry.paths.find((path) => parentOf(path) === parentOf(typed)) ?? typed;
}

/** `entries`: those of commands/manifest.gen.ts. */
export function createCommandTable(entries: readonly Entry[]): CommandTable {
  return {
    entryOf: (path) => entries.find((entry) => entry.paths.includes(path)),
    below(parent) {
      const prefix = parent === "" ? "" : `${parent} `;
      const found = new Map<string, Entry>();
      for (const entry of entries) {
        for (const path of entry.paths) {
          if (parentOf(path) === prefix && shownPath(entry, path) === path) found.set(path.slice(prefix.length), entry);
        }
      }
      return [...found].map(([name, entry]) => ({ name, entry })).sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    isGroup: (path) => path in groups || entries.some((entry) => entry.paths.some((spelling) => spelling.startsWith(`${path} `))),
  };
}
