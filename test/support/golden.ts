/** Golden files: what was printed once and looked at. UPDATE_GOLDEN=1 writes them anew. */

import fs from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import type { Flags } from "../../src/cli/flags.js";
import { runCommand } from "../../src/cli/program.js";
import type { Command } from "../../src/cli/spec.js";
import containers from "../../src/commands/container/ls.js";
import images from "../../src/commands/image/ls.js";
import { type Canned, cannedContext } from "./canned-context.js";

const SPECS: Readonly<Record<string, unknown>> = { ps: containers, images };

/** The answers recorded in test/fixtures/NAME-lists.json, and the moment at which they are printed. */
export function fixture(name: string): Pick<Canned, "now" | "answers"> {
  const file = path.join(import.meta.dirname, "..", "fixtures", `${name}-lists.json`);
  const { now, note: _, ...answers } = JSON.parse(fs.readFileSync(file, "utf8"));
  return { now: Date.parse(now), answers };
}

/** Runs `ps` or `images` with these words. Gives what it wrote to stdout. */
export async function output(words: readonly string[], canned: Canned): Promise<string> {
  const [name = "", ...argv] = words;
  const { ctx, written } = cannedContext(canned);
  await runCommand(ctx, SPECS[name] as Command<Flags>, name, argv);
  expect(written.stderr).toBe("");
  return written.stdout;
}

/** The commands and their outputs, one after the other, as a session shows them. */
export async function transcript(lines: readonly (readonly string[])[], canned: Canned): Promise<string> {
  let text = "";
  for (const words of lines) {
    const typed = [canned.dialect, ...words].map((word) => (/[^\w:=.-]/.test(word) ? `'${word}'` : word)).join(" ");
    text += `$ ${typed}\n${await output(words, canned)}`;
  }
  return text;
}

/** Compares with test/golden/NAME.txt, byte for byte. */
export function expectGolden(name: string, text: string): void {
  const file = path.join(import.meta.dirname, "../golden", `${name}.txt`);
  if (process.env.UPDATE_GOLDEN === "1") fs.writeFileSync(file, text);
  expect(fs.existsSync(file), `${file} is missing: run with UPDATE_GOLDEN=1 and look at it`).toBe(true);
  expect(text).toBe(fs.readFileSync(file, "utf8"));
}
