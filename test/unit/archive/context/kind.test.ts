import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contextKind } from "../../../../src/archive/context/kind.js";

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "dockline-context-"));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

describe("contextKind", () => {
  it.each([
    ["-", "stdin"],
    [".", "folder"],
    ["", undefined],
    ["nosuch", undefined],
    ["nosuch.git", undefined],
    ["git://host/x", "git"],
    ["git@host:x", "git"],
    ["github.com/a/b", "git"],
    ["https://host/a.git", "git"],
    ["http://host/a.git#main:sub", "git"],
    ["https://host/a.git#", "http"],
    ["https://host/a.github", "http"],
    ["http://host/Dockerfile", "http"],
    ["ftp://host/x", undefined],
  ])("takes %j for %s", (text, kind) => {
    const found = () => contextKind(text, (file) => path.resolve(dir, file));
    if (kind) expect(found()).toBe(kind);
    else expect(found).toThrow(`unable to prepare context: path "${text}" not found`);
  });

  it("prefers a directory to a repository of the same spelling", () => {
    fs.mkdirSync(path.join(dir, "github.com/a"), { recursive: true });
    expect(contextKind("github.com/a", (file) => path.resolve(dir, file))).toBe("folder");
  });
});
