import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkOut, parseGitUrl } from "../../../../src/archive/context/git.js";

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "dockline-context-"));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

describe("parseGitUrl, checkOut", () => {
  it.each([
    ["github.com/a/b", { remote: "https://github.com/a/b", ref: "master", folder: "" }],
    ["https://h/a.git#v1", { remote: "https://h/a.git", ref: "v1", folder: "" }],
    ["git@h:a.git#:sub/dir", { remote: "git@h:a.git", ref: "master", folder: "sub/dir" }],
    ["git://h/a#main:sub", { remote: "git://h/a", ref: "main", folder: "sub" }],
  ])("takes %s apart", (url, source) => expect(parseGitUrl(url)).toEqual(source));

  it("refuses a ref that git would take for an option", () => {
    expect(() => parseGitUrl("git://h/a#--upload-pack=x")).toThrow("invalid refspec: --upload-pack=x");
  });

  it("refuses a repository on this machine's disk, whose configuration git would run", async () => {
    const git = (...args: string[]) => execFileSync("git", args, { cwd: dir, stdio: "ignore" });
    git("init", "-q", "-b", "master", ".");
    const temporary = path.join(dir, "temporary");
    fs.mkdirSync(temporary);
    const options = { env: { PATH: process.env.PATH, HOME: dir }, temporary };
    await expect(checkOut({ remote: `file://${dir}`, ref: "master", folder: "" }, options)).rejects.toThrow("transport 'file' not allowed");
    expect(fs.readdirSync(temporary)).toEqual([]);
  });
});
