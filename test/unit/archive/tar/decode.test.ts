/** Archives of the system's tar are read, in every format that it knows. */
import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readTar } from "../../../../src/archive/tar/decode.js";
import { encodeHeader } from "../../../../src/archive/tar/encode.js";
import { checksum, type TarEntry } from "../../../../src/archive/tar/entry.js";

let folder: string;

const LONG = "l".repeat(180);

const DEEP = Array(6).fill("d".repeat(60)).join("/");

const RUNS = [
  [0, "start"],
  [300_000, "middle"],
  [2_000_000, "end"],
] as const;

const SPARSE_SIZE = 3_000_000;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tar-"));
  mkdirSync(join(folder, DEEP), { recursive: true });
  writeFileSync(join(folder, DEEP, LONG), "deep");
  writeFileSync(join(folder, "plain"), "p".repeat(1000));
  symlinkSync(`${DEEP}/${LONG}`, join(folder, "far"));
  const fd = openSync(join(folder, "sparse"), "w");
  for (const [at, text] of RUNS) writeSync(fd, text, at);
  closeSync(fd);
  truncateSync(join(folder, "sparse"), SPARSE_SIZE);
  // More runs of data than the header, and than one block of the map, hold.
  const many = openSync(join(folder, "runs"), "w");
  for (let i = 0; i < 60; i++) writeSync(many, `run ${i}`, i * 100_000);
  closeSync(many);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* whole(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 777) yield bytes.subarray(at, at + 777);
}

async function list(archive: Buffer): Promise<Map<string, { entry: TarEntry; body: Buffer }>> {
  const found = new Map<string, { entry: TarEntry; body: Buffer }>();
  for await (const { entry, body } of readTar(whole(archive))) {
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(Buffer.from(chunk));
    found.set(entry.name.toString(), { entry, body: Buffer.concat(chunks) });
  }
  return found;
}

const tar = (...args: string[]) => execFileSync("tar", ["-c", "-C", folder, ...args], { maxBuffer: 1e8 });

describe("readTar, on archives of the system's tar", () => {
  test.each(["gnu", "oldgnu", "pax", "posix"])("reads long names and targets in the %s format", async (format) => {
    const found = await list(tar(`--format=${format}`, "."));
    expect(found.get(`./${DEEP}/${LONG}`)?.body.toString()).toBe("deep");
    expect(found.get("./far")?.entry.linkname?.toString()).toBe(`${DEEP}/${LONG}`);
    expect(found.get(`./${DEEP}/`)?.entry.type).toBe("directory");
    expect(found.get("./plain")?.entry.size).toBe(1000);
  });

  test.each(["v7", "ustar"])("reads short names in the %s format", async (format) => {
    const found = await list(tar(`--format=${format}`, "plain"));
    expect(found.get("plain")?.body.toString()).toBe("p".repeat(1000));
  });

  const sparse = Buffer.alloc(SPARSE_SIZE);
  for (const [at, text] of RUNS) sparse.write(text, at);
  test.each([
    ["gnu", "--format=gnu"],
    ["PAX 0.0", "--format=pax", "--sparse-version=0.0"],
    ["PAX 0.1", "--format=pax", "--sparse-version=0.1"],
    ["PAX 1.0", "--format=pax", "--sparse-version=1.0"],
  ])("reads sparse files in the %s format", async (_, ...options) => {
    const archive = tar("-S", ...options, "sparse", "runs");
    expect(archive.length).toBeLessThan(SPARSE_SIZE);
    const found = await list(archive);
    expect(found.get("sparse")?.entry.size).toBe(SPARSE_SIZE);
    expect(found.get("sparse")?.body.equals(sparse)).toBe(true);
    const runs = found.get("runs")?.body;
    expect(Array.from({ length: 60 }, (_, i) => runs?.toString("latin1", i * 100_000, i * 100_000 + `run ${i}`.length))).toEqual(
      Array.from({ length: 60 }, (_, i) => `run ${i}`),
    );
  });

  test("reads a sparse file beyond 8 GiB", async () => {
    truncateSync(join(folder, "sparse"), 9 * 2 ** 30);
    for (const format of ["gnu", "pax"]) {
      for await (const { entry } of readTar(whole(tar("-S", `--format=${format}`, "sparse")))) expect(entry.size).toBe(9 * 2 ** 30);
    }
  });

  test("reads numbers in base 256", async () => {
    const found = await list(tar("--format=gnu", "--owner=big:3000000000", "--mtime=@-5", "plain"));
    expect(found.get("plain")?.entry).toMatchObject({ uid: 3_000_000_000, mtime: { seconds: -5, nanos: 0 } });
  });

  test("applies global PAX records until an entry says otherwise", async () => {
    const found = await list(
      tar("--format=pax", "--pax-option=uname=everyone,SCHILY.test=x,delete=uid", "--pax-option=exthdr.name=x", "plain"),
    );
    expect(found.get("plain")?.entry).toMatchObject({ uname: "everyone" });
    expect(found.get("plain")?.entry.pax?.get("SCHILY.test")?.toString()).toBe("x");
  });

  test("reads fractions of seconds from PAX times", async () => {
    const found = await list(tar("--format=pax", "--mtime=@-1.25", "plain"));
    expect(found.get("plain")?.entry.mtime).toEqual({ seconds: -2, nanos: 750_000_000 });
  });
});

describe("readTar, on what is no archive", () => {
  test.each<[string, () => Buffer, string]>([
    ["text", () => Buffer.from("not an archive ".repeat(100)), "archive/tar: invalid tar header"],
    ["half a block", () => Buffer.alloc(100, 1), "unexpected EOF"],
    ["one zero block, then more", () => Buffer.concat([Buffer.alloc(512), Buffer.alloc(512, 7)]), "archive/tar: invalid tar header"],
    ["a body that ends early", () => tar("plain").subarray(0, 900), "unexpected EOF"],
  ])("refuses %s", async (_, archive, message) => {
    await expect(list(archive())).rejects.toThrow(message);
  });

  test("refuses malformed PAX records", async () => {
    for (const body of ["x", "5 a=b\n", "12 a=b\n", "6 ab\n\n", "99999999999999999999 a=b\n", "-6 a=b\n"]) {
      const block = encodeHeader({
        name: Buffer.from("x"),
        type: "file",
        mode: 0,
        uid: 0,
        gid: 0,
        size: body.length,
        mtime: { seconds: 0, nanos: 0 },
      });
      block.write("x", 156);
      block.write(`${checksum(block).toString(8).padStart(6, "0")}\0 `, 148);
      const padded = Buffer.alloc(512);
      padded.write(body);
      await expect(list(Buffer.concat([block, padded])), JSON.stringify(body)).rejects.toThrow("invalid tar header");
    }
  });
});
