/** What an archive may do to the disk: nothing outside the folder it is unpacked in, and no file half. */
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { extractTar } from "../../../src/archive/extract.js";
import { END, encodeHeader, padding } from "../../../src/archive/tar/encode.js";
import type { TarEntry } from "../../../src/archive/tar/entry.js";
import { needs } from "../../support/needs.js";

let folder: string;
let inside: string;
let outside: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "extract-"));
  inside = path.join(folder, "in");
  outside = path.join(folder, "out");
  fs.mkdirSync(inside);
  fs.mkdirSync(outside);
  fs.writeFileSync(path.join(outside, "victim"), "safe");
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

type Step = Partial<Omit<TarEntry, "name" | "linkname">> & { name: string; linkname?: string; body?: string };

function member({ name, linkname, body = "", ...more }: Step): Buffer {
  const entry: TarEntry = {
    name: Buffer.from(name, "latin1"),
    type: "file",
    mode: more.type === "directory" ? 0o755 : 0o644,
    uid: 7,
    gid: 7,
    size: body.length,
    mtime: { seconds: 1_000_000_000, nanos: 0 },
    ...(linkname !== undefined && { linkname: Buffer.from(linkname, "latin1") }),
    ...more,
  };
  return Buffer.concat([encodeHeader(entry), Buffer.from(body), padding(body.length)]);
}

/** The archive, a member at a time; a function is run between two of them. */
async function* archive(...steps: readonly (Step | (() => void))[]): AsyncGenerator<Buffer> {
  for (const step of steps) {
    if (typeof step === "function") step();
    else yield member(step);
  }
  yield END;
}

const DIRECTORY = "directory" as const;
const LINK = "link" as const;
const SYMLINK = "symlink" as const;

describe("extractTar writes nothing outside of the directory", () => {
  test.each<[string, Step[], RegExp | undefined]>([
    ["a name that climbs", [{ name: "../out/victim", body: "evil" }], /"..\/out\/victim" is outside of/],
    ["a name that climbs later", [{ name: "a/../../out/victim", body: "evil" }], /outside of/],
    ["the parent itself", [{ name: "..", type: DIRECTORY }], /outside of/],
    ["an absolute name", [{ name: "/abs", body: "x" }], undefined],
    ["a link that climbs", [{ name: "l", type: SYMLINK, linkname: "../out" }], /^invalid symlink ".*\/in\/l" -> "..\/out"$/],
    [
      "writing through a link that an entry made",
      [
        { name: "l", type: SYMLINK, linkname: "/OUT" },
        { name: "l/victim", body: "evil" },
      ],
      /outside of/,
    ],
    [
      "a folder through a link that an entry made",
      [
        { name: "l", type: SYMLINK, linkname: "/OUT" },
        { name: "l/new/", type: DIRECTORY },
      ],
      /outside of/,
    ],
    [
      "a directory in the place of a link",
      [
        { name: "l", type: SYMLINK, linkname: "/OUT" },
        { name: "l/", type: DIRECTORY, mode: 0o700 },
      ],
      /cannot overwrite non-directory/,
    ],
    [
      "a file in the place of a link",
      [
        { name: "l", type: SYMLINK, linkname: "/OUT/victim" },
        { name: "l", body: "mine" },
      ],
      undefined,
    ],
    ["a hard link that climbs", [{ name: "h", type: LINK, linkname: "../out/victim" }], /invalid hardlink/],
    [
      "a hard link through a link",
      [
        { name: "l", type: SYMLINK, linkname: "/OUT" },
        { name: "h", type: LINK, linkname: "l/victim" },
      ],
      /outside of/,
    ],
    ["a hard link to an absolute name", [{ name: "h", type: LINK, linkname: "/OUT/victim" }], /no such file or directory/],
  ])("refuses or contains %s", async (_, steps, message) => {
    const before = fs.statSync(path.join(outside, "victim")).ino;
    const real = steps.map((step) => ({ ...step, ...(step.linkname && { linkname: step.linkname.replace("/OUT", outside) }) }));
    const done = extractTar(archive(...real), inside);
    if (message) await expect(done).rejects.toThrow(message);
    else await done;
    expect(fs.readdirSync(outside)).toEqual(["victim"]);
    expect(fs.readFileSync(path.join(outside, "victim"), "utf8")).toBe("safe");
    expect(fs.statSync(path.join(outside, "victim"))).toMatchObject({ ino: before, nlink: 1 });
    expect(fs.readdirSync(folder).sort()).toEqual(["in", "out"]);
  });

  test("does not follow a link that was there before", async () => {
    fs.symlinkSync(outside, path.join(inside, "there"));
    await expect(extractTar(archive({ name: "there/victim", body: "evil" }), inside)).rejects.toThrow("outside of");
    expect(fs.readFileSync(path.join(outside, "victim"), "utf8")).toBe("safe");
  });

  const byDescriptor = needs(fs.existsSync("/proc/self/fd"), {
    what: "a directory that becomes a link while an archive is unpacked into it",
    why: "there is no /proc/self/fd",
    get: "npx vitest run test/unit/archive/extract.test.ts   (on Linux)",
  });
  test.runIf(byDescriptor)("does not follow a directory that becomes a link meanwhile", async () => {
    const swap = () => {
      fs.renameSync(path.join(inside, "d"), path.join(inside, "moved"));
      fs.symlinkSync(outside, path.join(inside, "d"));
    };
    await extractTar(
      archive({ name: "d/", type: DIRECTORY }, { name: "d/a", body: "a" }, swap, { name: "d/victim", body: "evil" }),
      inside,
    ).catch(() => {});
    expect(fs.readFileSync(path.join(outside, "victim"), "utf8")).toBe("safe");
    expect(fs.readdirSync(outside)).toEqual(["victim"]);
  });
});

describe("extractTar restores", () => {
  test("restores contents, modes, times, links, and names of any bytes", async () => {
    await extractTar(
      archive(
        { name: "d/", type: DIRECTORY, mode: 0o1750 },
        { name: "d/f", body: "text", mode: 0o4711 },
        { name: "d/h", type: LINK, linkname: "d/f" },
        { name: "d/s", type: SYMLINK, linkname: "f" },
        { name: "n\xffo", body: "bytes" },
        { name: "deep/er/f", body: "implied" },
        { name: "old", mtime: { seconds: -5, nanos: 0 } },
      ),
      inside,
    );
    const at = (name: string) => path.join(inside, name);
    expect(fs.statSync(at("d")).mode & 0o7777).toBe(0o1750);
    expect(fs.statSync(at("d")).mtimeMs).toBe(1e12);
    expect(fs.statSync(at("d/f"))).toMatchObject({ nlink: 2, mtimeMs: 1e12, size: 4 });
    expect(fs.statSync(at("d/f")).mode & 0o7777).toBe(0o4711);
    expect(fs.readlinkSync(at("d/s"))).toBe("f");
    expect(fs.lstatSync(at("d/s")).mtimeMs).toBe(1e12);
    expect(fs.readFileSync(Buffer.concat([Buffer.from(at("n")), Buffer.from([0xff]), Buffer.from("o")]), "utf8")).toBe("bytes");
    expect(fs.readFileSync(at("deep/er/f"), "utf8")).toBe("implied");
    // Beyond what 64 bits of nanoseconds since the epoch hold, and before it: the epoch.
    expect(fs.statSync(at("old")).mtimeMs).toBe(0);
  });

  test("replaces a file, also one that another program has open", async () => {
    fs.writeFileSync(path.join(inside, "f"), "old");
    fs.linkSync(path.join(inside, "f"), path.join(inside, "other"));
    await extractTar(archive({ name: "f", body: "new" }), inside);
    expect(fs.readFileSync(path.join(inside, "f"), "utf8")).toBe("new");
    expect(fs.readFileSync(path.join(inside, "other"), "utf8")).toBe("old");
  });

  test.each<[string, () => void, Step, string]>([
    ["a file for a directory", () => fs.mkdirSync(path.join(inside, "x")), { name: "x", body: "f" }, "cannot overwrite directory"],
    [
      "a directory for a file",
      () => fs.writeFileSync(path.join(inside, "x"), ""),
      { name: "x/", type: DIRECTORY },
      "cannot overwrite non-directory",
    ],
    ["the folder by a file", () => {}, { name: ".", body: "f" }, "cannot overwrite directory"],
  ])("refuses %s", async (_, prepare, step, message) => {
    prepare();
    await expect(extractTar(archive(step), inside)).rejects.toThrow(message);
  });
});

describe("extractTar, when the archive ends early", () => {
  const cut = async function* () {
    yield member({ name: "f", body: "x".repeat(5000) }).subarray(0, 3000);
  };

  test("leaves no new file, and keeps an old one", async () => {
    fs.writeFileSync(path.join(inside, "f"), "old");
    await expect(extractTar(cut(), inside)).rejects.toThrow("unexpected EOF");
    expect(fs.readdirSync(inside)).toEqual(["f"]);
    expect(fs.readFileSync(path.join(inside, "f"), "utf8")).toBe("old");
  });

  test("removes the unfinished file when a signal ends the client", async () => {
    let undo = () => {};
    const during: string[][] = [];
    const source = async function* () {
      yield* cut();
      during.push(fs.readdirSync(inside));
      undo();
      during.push(fs.readdirSync(inside));
    };
    const cleanup = (given: () => void) => {
      undo = given;
      return () => {};
    };
    await expect(extractTar(source(), inside, { cleanup })).rejects.toThrow("unexpected EOF");
    expect(during.map((names) => names.length)).toEqual([1, 0]);
  });
});
