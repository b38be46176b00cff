// Where tests lie: unit tests beside the name of their source, the harness in test/support.
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");
const TEST = path.join(ROOT, "test");
const SRC = path.join(ROOT, "src");
/** Directories of test/ that hold no tests of their own: the harness, the data, what starts and ends a run, recorded output. */
const WITHOUT_TESTS = ["support", "fixtures", "setup", "golden"];
/** Files beside the directories: the packages that only tests need. */
const BESIDE = ["package.json"];
/** What a test may import from within test/. `setup` holds what the run hands to its tests. */
const SHARED = ["support", "fixtures", "setup"];

const files = fs
  .readdirSync(TEST, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(TEST, path.join(entry.parentPath, entry.name)));
const topOf = (file: string) => file.split(path.sep)[0] ?? "";
const isTest = (file: string) => file.endsWith(".test.ts");

/** "values/ip" of unit/values/ip.test.ts; undefined for the tests of the whole program, which lie at the top of test/unit. */
function subjectOf(file: string): string | undefined {
  const subject = path.relative("unit", file).replace(/\.test\.ts$/, "");
  return topOf(file) === "unit" && subject.includes(path.sep) ? subject : undefined;
}

/** Files below test/ that this one imports or reads relative to itself. */
function usedBy(file: string): string[] {
  const text = fs.readFileSync(path.join(TEST, file), "utf8");
  return [...text.matchAll(/(?:from|import\(|new URL\()\s*"(\.[^"]+)"/g)]
    .map(([, specifier = ""]) => path.relative(TEST, path.resolve(TEST, path.dirname(file), specifier)))
    .filter((used) => !used.startsWith(".."));
}

describe("test/unit", () => {
  const subjects = files.filter(isTest).map(subjectOf);

  it("has tests in its rooms", () => expect(subjects.filter((subject) => subject !== undefined).length).toBeGreaterThan(100));

  it("mirrors src: every test in a room has a source file or directory of its name", () => {
    const homeless = subjects.filter(
      (subject) => subject !== undefined && ![".ts", ".mjs", ""].some((extension) => fs.existsSync(path.join(SRC, subject + extension))),
    );
    expect(homeless).toEqual([]);
  });
});

describe("test", () => {
  it("skips nothing without saying at the end of the run why, and what would get it (test/support/needs.ts)", () => {
    const silent = files.filter((file) => {
      const text = fs.readFileSync(path.join(TEST, file), "utf8");
      return (
        isTest(file) &&
        topOf(file) !== "setup" &&
        (/\b(?:it|test|describe)\.(?:skip|skipIf|todo)\(/.test(text) || (text.includes(".runIf(") && !text.includes("needs(")))
      );
    });
    expect(silent).toEqual([]);
  });

  it("holds nothing but tests outside the harness, the fixtures and the recorded output", () => {
    expect(files.filter((file) => !isTest(file) && !WITHOUT_TESTS.includes(topOf(file)) && !BESIDE.includes(file))).toEqual([]);
  });

  it("imports from test/support, test/fixtures and test/setup only", () => {
    const wrong = files
      .filter((file) => /\.m?ts$/.test(file))
      .flatMap((file) => usedBy(file).map((used) => ({ file, used })))
      .filter(({ used }) => !SHARED.includes(topOf(used)));
    expect(wrong.map(({ file, used }) => `${file} -> ${used}`)).toEqual([]);
  });
});
