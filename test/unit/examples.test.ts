/** Every command tells what it does, and shows how with examples that its own grammar takes: a shell reads their lines. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createCommandTable } from "../../src/cli/command-table.js";
import { exampleLine } from "../../src/cli/help.js";
import { parseCommand } from "../../src/cli/parse-command.js";
import type { AnyCommand } from "../../src/cli/spec.js";
import { entries } from "../../src/commands/manifest.gen.js";

const commands = await Promise.all(
  entries
    .filter(({ hidden }) => !hidden)
    .map(async ({ paths, load }) => [paths[0] as string, (await load()).default as AnyCommand] as const),
);
const folder = mkdtempSync(join(tmpdir(), "examples-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The argument lists that a shell gives `dockline` for a line; every other program is missing. */
function calls(line: string): string[][] {
  const record = join(folder, "calls");
  writeFileSync(record, "");
  for (const [, file = ""] of line.matchAll(/< (\S+)/g)) writeFileSync(join(folder, file), "");
  const script = `dockline() { printf '%s\\0' "$#" "$@" >> "$RECORD"; echo word; }\n${line.replace(/ > \S+/g, " > written")}\n`;
  try {
    execFileSync("/bin/bash", ["-c", script], { cwd: folder, env: { PATH: "/nowhere", RECORD: record }, stdio: "ignore" });
  } catch {} // the programs that are missing
  const words = readFileSync(record, "utf8").split("\0").slice(0, -1);
  const found: string[][] = [];
  while (words.length > 0) found.push(words.splice(0, Number(words.shift())));
  return found;
}

/** The command that the words name, and what its grammar says to the rest. */
async function understood(words: readonly string[]) {
  for (const count of [3, 2, 1]) {
    const entry = createCommandTable(entries).entryOf(words.slice(0, count).join(" "));
    if (!entry) continue;
    const { default: spec } = await entry.load();
    const { args, failure } = parseCommand(spec, words.slice(count));
    const { min, max = Number.POSITIVE_INFINITY } = spec.args;
    return { path: spec.path, wrong: failure?.message ?? (args.length < min || args.length > max ? `${args.length} arguments` : "") };
  }
  return { path: words.join(" "), wrong: "no such command" };
}

describe("every command", () => {
  it("is found", () => expect(commands.length).toBeGreaterThan(90));

  it.each(commands)("has a summary and examples that its own grammar accepts: %s", async (path, spec) => {
    expect(spec.summary).toMatch(/^\S.*[^.\s]$/);
    expect(spec.examples?.length ?? 0, "examples").toBeGreaterThan(0);
    for (const { say, run } of spec.examples ?? []) {
      expect(say).not.toBe("");
      const found = await Promise.all(calls(exampleLine("dockline", run)).map(understood));
      expect(
        found.filter(({ wrong }) => wrong !== ""),
        run,
      ).toEqual([]);
      expect(
        found.map((one) => one.path),
        run,
      ).toContain(path);
    }
  });
});
