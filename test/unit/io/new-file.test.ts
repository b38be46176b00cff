import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "../../../src/cli/context.js";
import { EarlyEndError } from "../../../src/errors.js";
import { newFile } from "../../../src/io/new-file.js";

let cwd: string;
const undos = new Set<() => void>();
const context = () =>
  ({
    cwd,
    signals: {
      cleanup(undo: () => void) {
        undos.add(undo);
        return () => undos.delete(undo);
      },
    },
  }) as unknown as Ctx;

beforeEach(() => {
  cwd = fs.mkdtempSync(path.join(os.tmpdir(), "new-file-"));
  undos.clear();
});
afterEach(() => fs.rmSync(cwd, { recursive: true }));

async function* chunks(...texts: (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    if (text instanceof Error) throw text;
    yield Buffer.from(text);
  }
}
const read = (name: string) => fs.readFileSync(path.join(cwd, name), "utf8");

describe("newFile", () => {
  it("gives the file its name only when everything is written", async () => {
    const file = newFile(context(), "out.tar", "");
    expect(fs.existsSync(path.join(cwd, "out.tar"))).toBe(false);
    await file.fill(chunks("one", "", "two"));
    expect(read("out.tar")).toBe("onetwo");
    expect(fs.readdirSync(cwd)).toEqual(["out.tar"]);
    expect(fs.statSync(path.join(cwd, "out.tar")).mode & 0o777).toBe(0o600);
    expect(undos.size).toBe(0);
  });

  it("replaces an old file", async () => {
    fs.writeFileSync(path.join(cwd, "out"), "much longer than the new one", { mode: 0o644 });
    const file = newFile(context(), path.join(cwd, "out"), "");
    expect(read("out")).toMatch(/^much/);
    await file.fill(chunks("new"));
    expect(read("out")).toBe("new");
  });

  it("changes nothing when the stream breaks", async () => {
    fs.writeFileSync(path.join(cwd, "out"), "old");
    const broken = newFile(context(), "out", "").fill(chunks("half", new EarlyEndError("unexpected EOF")));
    await expect(broken).rejects.toMatchObject({ name: "EarlyEndError", message: "unexpected EOF" });
    expect(read("out")).toBe("old");
    expect(fs.readdirSync(cwd)).toEqual(["out"]);
  });

  it("removes the file when a signal ends the client", () => {
    newFile(context(), "out", "");
    expect(fs.readdirSync(cwd)).toHaveLength(1);
    for (const undo of undos) undo();
    expect(fs.readdirSync(cwd)).toEqual([]);
  });
});

describe("a file that cannot be written", () => {
  beforeEach(() => {
    fs.mkdirSync(path.join(cwd, "dir"));
    fs.writeFileSync(path.join(cwd, "file"), "");
    fs.symlinkSync("nowhere", path.join(cwd, "link"));
  });

  // Texts of docker 28.2.2.
  it.each([
    ["dir", "cannot write to a directory"],
    ["dir/", "cannot write to a directory"],
    [".", "cannot write to a directory"],
    ["link", "cannot write to a symbolic link directly"],
    ["/dev/null", "cannot write to a character device file"],
    ["none/out", "invalid output path: stat none: no such file or directory"],
    ["none/", "invalid output path: stat none: no such file or directory"],
    ["file/out", "invalid output path: stat file: not a directory"],
  ])("is reported: %s", (name, text) => {
    expect(() => newFile(context(), name, "failed to save image: ")).toThrow(
      expect.objectContaining({ message: `failed to save image: ${text}`, exitCode: 1 }),
    );
    expect(fs.readdirSync(cwd).sort()).toEqual(["dir", "file", "link"]);
  });
});
