/** What is encoded is decoded to the same, by us, by the system's tar, by tar-stream; and the other way round. */
import { spawnSync } from "node:child_process";
import { Readable } from "node:stream";
import fc from "fast-check";
import tarStream from "tar-stream";
import { expect, test } from "vitest";
import { readTar } from "../../../src/archive/tar/decode.js";
import { END, encodeHeader, padding } from "../../../src/archive/tar/encode.js";
import type { TarEntry } from "../../../src/archive/tar/entry.js";

interface Member {
  entry: TarEntry;
  body: Buffer;
}

const part = fc.uint8Array({ minLength: 1, maxLength: 120 }).map((bytes) => Buffer.from(bytes.map((b) => (b === 0 || b === 47 ? 97 : b))));
const name = fc
  .array(part, { minLength: 1, maxLength: 4 })
  .map((parts) => Buffer.concat(parts.flatMap((p, i) => (i ? [Buffer.from("/"), p] : [p]))));
const number = fc.oneof(fc.nat(), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));
const owner = fc.string({ maxLength: 40 }).map((s) => s.replaceAll("\0", ""));

const member: fc.Arbitrary<Member> = fc
  .record({
    name,
    type: fc.constantFrom("file", "link", "symlink", "char", "block", "directory", "fifo" as const),
    mode: fc.integer({ min: 0, max: 0o7777 }),
    uid: number,
    gid: number,
    seconds: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
    nanos: fc.integer({ min: 0, max: 999_999_999 }),
    linkname: name,
    uname: owner,
    gname: owner,
    device: fc.integer({ min: 0, max: 2 ** 21 - 1 }),
    xattr: fc.option(fc.uint8Array({ maxLength: 50 })),
    body: fc.uint8Array({ maxLength: 2000 }),
  })
  .map((m) => ({
    body: Buffer.from(m.type === "file" ? m.body : []),
    entry: {
      name: m.type === "directory" ? Buffer.concat([m.name, Buffer.from("/")]) : m.name,
      type: m.type,
      mode: m.mode,
      uid: m.uid,
      gid: m.gid,
      size: m.type === "file" ? m.body.length : 0,
      mtime: { seconds: m.seconds, nanos: m.nanos },
      ...((m.type === "link" || m.type === "symlink") && { linkname: m.linkname }),
      ...(m.uname && { uname: m.uname }),
      ...(m.gname && { gname: m.gname }),
      ...((m.type === "char" || m.type === "block") && { devmajor: m.device, devminor: m.device }),
      ...(m.xattr && { pax: new Map([["SCHILY.xattr.user.x", Buffer.from(m.xattr)]]) }),
    } as TarEntry,
  }));

function encode(members: readonly Member[], nanos = true): Buffer {
  return Buffer.concat([...members.flatMap(({ entry, body }) => [encodeHeader(entry, { nanos }), body, padding(body.length)]), END]);
}

/** The archive in pieces whose sizes come from `sizes` in turn: borders fall anywhere. */
async function* inPieces(archive: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, i = 0; at < archive.length; i++) {
    const size = sizes[i % sizes.length] as number;
    yield archive.subarray(at, at + size);
    at += size;
  }
}

async function decode(source: AsyncIterable<Buffer>, read: (index: number) => boolean = () => true): Promise<Member[]> {
  const members: Member[] = [];
  for await (const { entry, body } of readTar(source)) {
    const chunks: Buffer[] = [];
    if (read(members.length)) for await (const chunk of body) chunks.push(Buffer.from(chunk));
    members.push({ entry, body: Buffer.concat(chunks) });
  }
  return members;
}

/** Numbers that other readers take too. */
const modest = ({ entry, body }: Member): Member => ({
  body,
  entry: { ...entry, uid: entry.uid % 2 ** 21, gid: entry.gid % 2 ** 21, mtime: { seconds: 1, nanos: 0 } },
});

const sizes = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 5 });

test("decodes what was encoded, in pieces of any size", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(member, { maxLength: 6 }), sizes, async (members, pieces) => {
      expect(await decode(inPieces(encode(members), pieces))).toEqual(members);
    }),
    { numRuns: 150 },
  );
});

test("skips a body that nobody reads", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(member, { minLength: 1, maxLength: 6 }), sizes, async (members, pieces) => {
      const seen = await decode(inPieces(encode(members), pieces), (i) => i % 2 === 1);
      expect(seen.map((m) => m.entry)).toEqual(members.map((m) => m.entry));
      expect(seen.filter((_, i) => i % 2 === 1).map((m) => m.body)).toEqual(members.filter((_, i) => i % 2 === 1).map((m) => m.body));
    }),
    { numRuns: 50 },
  );
});

test("fails for an archive that is cut in a header or a body", async () => {
  await fc.assert(
    fc.asyncProperty(member, sizes, fc.double({ min: 0, max: 1, noNaN: true }), async (one, pieces, where) => {
      const archive = encode([one]);
      // What fills the last block may be missing: some writers end there.
      const whole = archive.length - END.length - padding(one.body.length).length;
      const cut = Math.min(whole - 1, 1 + Math.floor(where * (whole - 1)));
      await expect(decode(inPieces(archive.subarray(0, cut), pieces))).rejects.toThrow("unexpected EOF");
    }),
    { numRuns: 100 },
  );
});

test("fails for an archive that is cut anywhere behind the header that announces a long name", async () => {
  const name = Buffer.from("n".repeat(300));
  const archive = encode([
    { entry: { name, type: "file", mode: 0o644, uid: 0, gid: 0, size: 3, mtime: { seconds: 9, nanos: 0 } }, body: Buffer.from("abc") },
  ]);
  // Its own header, what it says in one block, the entry's header, the body.
  for (let cut = 1; cut < archive.length - END.length - padding(3).length; cut++)
    await expect(decode(inPieces(archive.subarray(0, cut), [4096])), `cut at ${cut}`).rejects.toThrow("unexpected EOF");
});

test("notices a flipped byte in a header", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 499 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const archive = encode([
        {
          entry: { name: Buffer.from("a"), type: "file", mode: 0o644, uid: 0, gid: 0, size: 3, mtime: { seconds: 9, nanos: 0 } },
          body: Buffer.from("abc"),
        },
      ]);
      archive[at] = (archive[at] as number) ^ flip;
      // The checksum's own last byte is a blank that nobody reads.
      if (at === 154 || at === 155) return;
      await expect(decode(inPieces(archive, [4096]))).rejects.toThrow("archive/tar: invalid tar header");
    }),
    { numRuns: 300 },
  );
});

test("writes what tar-stream reads", async () => {
  const readable = fc
    .array(member, { minLength: 1, maxLength: 5 })
    .map((members) => members.filter((m) => m.entry.type === "file").map(modest));
  await fc.assert(
    fc.asyncProperty(readable, async (members) => {
      const extract = tarStream.extract();
      Readable.from([encode(members, false)]).pipe(extract);
      const seen: { size: number; mode: number; uid: number; body: Buffer }[] = [];
      for await (const entry of extract) {
        const chunks: Buffer[] = [];
        for await (const chunk of entry) chunks.push(chunk as Buffer);
        const { size, mode, uid } = entry.header;
        seen.push({ size: size ?? 0, mode: mode ?? 0, uid: uid ?? 0, body: Buffer.concat(chunks) });
      }
      expect(seen).toEqual(members.map(({ entry, body }) => ({ size: entry.size, mode: entry.mode, uid: entry.uid, body })));
    }),
    { numRuns: 50 },
  );
});

test("writes names that the system's tar lists byte for byte", () => {
  fc.assert(
    fc.property(fc.array(member, { minLength: 1, maxLength: 5 }), (members) => {
      const archive = encode(members.map(modest));
      const { stdout, status, stderr } = spawnSync("tar", ["-t", "-P", "--quoting-style=literal", "--null", "-f", "-"], { input: archive });
      expect(status, stderr.toString()).toBe(0);
      const lines = Buffer.concat(members.flatMap((m) => [m.entry.name, Buffer.from("\n")]));
      expect(stdout.toString("latin1")).toBe(lines.toString("latin1"));
    }),
    { numRuns: 40 },
  );
});
