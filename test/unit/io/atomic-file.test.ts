import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPending, replaceFile, writeWhole } from "../../../src/io/atomic-file.js";

let dir: string;
const at = (...names: string[]) => path.join(dir, ...names);
const modeOf = (file: string) => fs.statSync(file).mode & 0o7777;
const readAll = () => Object.fromEntries(fs.readdirSync(dir).map((name) => [name, fs.readFileSync(at(name), "utf8")]));

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "atomic-file-"));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

describe("openPending", () => {
  it("gives the file its name only when told to", () => {
    fs.writeFileSync(at("a"), "old");
    const pending = openPending(at("a"));
    fs.writeSync(pending.fd, "new");
    expect(fs.readFileSync(at("a"), "utf8")).toBe("old");
    expect(pending.path).toMatch(new RegExp(`^${at("a")}\\d+$`));
    pending.commit();
    pending.discard();
    expect(readAll()).toEqual({ a: "new" });
    expect(modeOf(at("a"))).toBe(0o600);
  });

  it("leaves nothing behind where it is discarded, or cannot get its name", () => {
    const pending = openPending(at("a"));
    pending.discard();
    pending.discard();
    fs.mkdirSync(at("full", "x"), { recursive: true });
    const blocked = openPending(at("full"), { directory: dir, prefix: ".new-" });
    expect(() => blocked.commit()).toThrow(/^EISDIR|^ENOTEMPTY/);
    expect(fs.readdirSync(dir)).toEqual(["full"]);
    expect(() => fs.fstatSync(blocked.fd)).toThrow("EBADF");
  });

  it("makes a name that fits of one that is as long as names may be", () => {
    const name = "é".repeat(127);
    writeWhole(at(name), "x");
    expect(readAll()).toEqual({ [name]: "x" });
  });
});

describe("writeWhole", () => {
  it("takes the umask off the mode and replaces a symbolic link", () => {
    fs.writeFileSync(at("real"), "real");
    fs.symlinkSync("real", at("link"));
    writeWhole(at("link"), "new", { mode: 0o666 });
    expect(readAll()).toEqual({ real: "real", link: "new" });
    expect(modeOf(at("link"))).toBe(0o666 & ~process.umask());
  });
});

describe("replaceFile", () => {
  it("makes the directory, and the file with its mode whatever the umask", () => {
    replaceFile(at("deep", "er", "a"), "x", 0o664);
    expect(modeOf(at("deep"))).toBe(0o700 & ~process.umask());
    expect(modeOf(at("deep", "er", "a"))).toBe(0o664);
    replaceFile(at("deep", "b"), "x");
    expect(modeOf(at("deep", "b"))).toBe(0o600);
  });

  it("keeps the mode of the old file and follows links, dangling ones too", () => {
    fs.mkdirSync(at("d"));
    fs.writeFileSync(at("d", "real"), "old", { mode: 0o640 });
    fs.symlinkSync("d/real", at("one"));
    fs.symlinkSync("one", at("two"));
    fs.symlinkSync("d/none", at("dangling"));
    replaceFile(at("two"), "new");
    replaceFile(at("dangling"), "made");
    expect(fs.readFileSync(at("d", "real"), "utf8")).toBe("new");
    expect(modeOf(at("d", "real"))).toBe(0o640);
    expect(fs.readFileSync(at("d", "none"), "utf8")).toBe("made");
    expect(fs.lstatSync(at("two")).isSymbolicLink()).toBe(true);
    expect(fs.readdirSync(at("d")).sort()).toEqual(["none", "real"]);
  });

  it("leaves nothing behind where the name is taken by a directory", () => {
    fs.mkdirSync(at("a", "x"), { recursive: true });
    expect(() => replaceFile(at("a"), "x")).toThrow();
    expect(fs.readdirSync(dir)).toEqual(["a"]);
  });
});
