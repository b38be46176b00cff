/** Ignore files beside what Docker sent of the same folder: recorded by scripts/record-ignore-cases.mjs. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFolder } from "../../../src/archive/context/folder.js";
import { walkContext } from "../../../src/archive/context/walk.js";
import { parseIgnoreFile } from "../../../src/archive/ignore/ignore-file.js";
import { makeMatcher } from "../../../src/archive/ignore/matcher.js";

interface Recorded {
  files: string[];
  names: string[];
  cases: { ignore: string; left?: number[]; error?: string }[];
}

const recorded = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, "../../fixtures/ignore-cases.json"), "utf8")) as Recorded;
let folder = "";

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "dockline-ignore-"));
  for (const file of recorded.files) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), "");
  }
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** What is left behind, or the error. */
function outcome(ignore: string): string[] | string {
  fs.writeFileSync(path.join(folder, ".dockerignore"), ignore);
  try {
    const sent = new Set(
      walkContext(folder, openFolder(folder, "").ignored(), "Dockerfile").items.map(({ entry }) => entry.name.toString()),
    );
    return recorded.names.filter((name) => !sent.has(name));
  } catch (error) {
    return (error as Error).message;
  }
}

describe("ignore files, as recorded from Docker", () => {
  it("finds the recorded cases", () => expect(recorded.cases.length).toBeGreaterThan(400));

  it.each(recorded.cases)("leaves out what Docker leaves out: $ignore", ({ ignore, left, error }) => {
    expect(outcome(ignore)).toEqual(error ?? left?.map((i) => recorded.names[i]));
  });
});

describe("parseIgnoreFile", () => {
  it.each([
    ["a\r\n b\t\n\n#c\n #d", ["a", "b", "#d"]],
    ["/a/\n./b//c\nd/../e\n/\n!/x/\n!  y", ["a", "b/c", "e", "/", "!x", "!y"]],
    ["\ufeff#a\n\ufeffb", ["\ufeffb"]],
    ["", []],
    ["!", ["!"]],
  ])("reads %j", (text, patterns) => expect(parseIgnoreFile(Buffer.from(text))).toEqual(patterns));

  it("refuses a line that is too long for Go's scanner", () => {
    expect(parseIgnoreFile(Buffer.from("x".repeat(65_535)))).toHaveLength(1);
    expect(() => parseIgnoreFile(Buffer.from(`a\n${"x".repeat(65_536)}`))).toThrow("bufio.Scanner: token too long");
  });
});

describe("ignore patterns", () => {
  const segment = fc.constantFrom("a", "b", "ab", "dir", "sub", "x.y", "é");
  const file = fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/"));
  const piece = fc.constantFrom("a", "b", "dir", "sub", "*", "**", "?", "x.*", "[ab]");
  const pattern = fc
    .tuple(fc.boolean(), fc.array(piece, { minLength: 1, maxLength: 4 }))
    .map(([exception, parts]) => (exception ? "!" : "") + parts.join("/"));

  it("decides the same on the way down as for the whole path", () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 5 }), file, (patterns, whole) => {
        // Of a parent that an exception brought back, a walk knows more than the path alone tells: not compared.
        const matcher = makeMatcher(patterns.filter((text) => !text.startsWith("!")));
        const parts = whole.split("/");
        let state: ReturnType<typeof matcher.matchBelow> | undefined;
        for (let n = 1; n <= parts.length; n++) state = matcher.matchBelow(parts.slice(0, n).join("/"), state?.[1]);
        expect(state?.[0]).toBe(matcher.matches(whole));
      }),
    );
  });

  it("decides the same for a file in a directory that is left out", () => {
    fc.assert(
      fc.property(pattern, file, segment, (text, parent, child) => {
        const matcher = makeMatcher([text]);
        if (matcher.matches(parent)) expect(matcher.matches(`${parent}/${child}`)).toBe(true);
      }),
    );
  });
});
