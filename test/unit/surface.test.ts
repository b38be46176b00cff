/** Every command that is there has Docker's spellings, flags, types and defaults: test/fixtures/docker-surface.json. */

import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { type Flag, type Flags, longName } from "../../src/cli/flags.js";
import { groups } from "../../src/cli/groups.js";
import type { AnyCommand } from "../../src/cli/spec.js";
import { entries } from "../../src/commands/manifest.gen.js";

interface SurfaceFlag {
  name: string;
  short?: string;
  type: string;
  default?: string;
}

interface SurfaceCommand {
  usage: string;
  aliases?: string[];
  flags: SurfaceFlag[];
}

const fixture = path.join(import.meta.dirname, "../fixtures/docker-surface.json");
const surface = (JSON.parse(readFileSync(fixture, "utf8")) as { commands: Record<string, SurfaceCommand> }).commands;

/** Spellings that Docker takes and does not list as commands of their own. */
const UNLISTED = /^((checkpoint|container|context|image|network|plugin|volume) (list|ps|remove)|completion|__complete(NoDesc)?)$/;
/** The surface names one kind of flag in two ways. */
const KIND: Record<string, string> = { stringSlice: "strings" };

function shownDefault(flag: Flag<unknown>): string | undefined {
  if (flag.shown !== undefined) return flag.shown;
  const { def } = flag;
  if (def === "" || def === 0 || def === false || def === null || def === undefined || typeof def === "object") return undefined;
  return typeof def === "string" ? JSON.stringify(def) : String(def);
}

const loaded = await Promise.all(entries.map(async ({ paths, load }) => ({ paths, spec: (await load()).default as AnyCommand })));
const isOwn = (spelled: string) => groups[spelled.split(" ")[0] ?? ""]?.own === true;
const commands = loaded.flatMap(({ paths, spec }) =>
  paths
    .filter((spelled) => !isOwn(spelled))
    .filter((spelled) => !UNLISTED.test(spelled))
    .map((spelled) => [spelled, spec] as const),
);

describe("the command set", () => {
  it("has commands to compare", () => expect(commands.length).toBeGreaterThan(70));

  it("is compared without what dockline adds", () => {
    expect(Object.keys(surface).filter(isOwn)).toEqual([]);
  });

  it.each(commands)("has Docker's flags, aliases and arguments: %s", (spelled, spec) => {
    const known = surface[spelled];
    if (!known) throw new Error(`Docker has no command "${spelled}"`);
    expect([spec.path, ...(spec.aliases ?? [])].sort()).toEqual([...new Set([...(known.aliases ?? []), spelled])].sort());
    const ours = new Map(Object.entries(spec.flags as Flags).map(([key, flag]) => [longName(key, flag), flag]));
    const describeFlag = ({ name, short = "", type, default: def = "" }: SurfaceFlag) => ({ name, short, type: KIND[type] ?? type, def });
    const expected = known.flags.map(describeFlag);
    const actual = known.flags.map(({ name }) => {
      const flag = ours.get(name);
      // `images` tells its default within the text.
      const told = name === "all" && /^images$|^image ls$/.test(spelled);
      return flag && { name, short: flag.short ?? "", type: flag.kind, def: told ? "" : (shownDefault(flag) ?? "") };
    });
    expect(actual).toEqual(expected);
    const extra = [...ours].filter(([name, flag]) => !flag.hidden && !flag.deprecated && !known.flags.some((one) => one.name === name));
    expect(extra.map(([name]) => name)).toEqual([]);
  });
});
