// What the documents cite is in the repository.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");
const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" })
  .trim()
  .split("\n")
  .filter((file) => fs.existsSync(path.join(ROOT, file)));
const documents = tracked.filter((file) => file.endsWith(".md") && !file.startsWith("docs/commands/") && !file.startsWith("scripts/man/"));
const read = (file: string) => fs.readFileSync(path.join(ROOT, file), "utf8");

/** Targets of relative links, without their fragments. */
const linksOf = (file: string) =>
  [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target]) => path.join(path.dirname(file), target as string));

/** `src/…`, `test/…`, `scripts/…`, `docs/…`, `bench/…` in backquotes; patterns and built files are not looked at. */
const pathsOf = (file: string) =>
  [...read(file).matchAll(/`((?:src|test|scripts|docs|bench)\/[\w./-]+)`/g)].map(([, named]) => (named as string).replace(/\/$/, ""));

describe("the documents", () => {
  it("exist", () => expect(documents).toEqual(expect.arrayContaining(["README.md", "CONTRIBUTING.md", "docs/architecture.md"])));

  it.each(documents)("%s links only to files that exist", (file) => {
    expect(linksOf(file).filter((target) => !fs.existsSync(path.join(ROOT, target)))).toEqual([]);
  });

  it.each(documents)("%s names only paths that exist", (file) => {
    expect(pathsOf(file).filter((named) => !fs.existsSync(path.join(ROOT, named)))).toEqual([]);
  });

  it("are the only ones that any file names", () => {
    const missing = /\b(?:DESIGN|STYLE|FEATURES|REFERENCE|RUNTIME|UI|slides)\.md\b|\bshared\/[\w-]+\.(?:md|json)/;
    const citing = tracked.filter((file) => /\.(ts|mts|mjs|sh|md|yml|txt)$/.test(file) && file !== "test/unit/docs.test.ts");
    expect(citing.filter((file) => missing.test(read(file)))).toEqual([]);
  });
});
