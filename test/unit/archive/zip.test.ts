/** Small zip archives, whole and damaged. They are put together here: Node reads deflate, but has no zip. */
import zlib from "node:zlib";
import { describe, expect, test } from "vitest";
import { zipMembers } from "../../../src/archive/zip.js";

interface File {
  name: string;
  content: string | Buffer;
  method?: number;
  /** Of Unix, in the upper half of the attributes. */
  mode?: number;
  crc?: number;
  size?: number;
}

const LIMIT = 1000;
/** Of "hello", as every crc32 gives it. */
const CRC_HELLO = 0x3610a686;

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes)
    for (let bit = 0, x = (crc ^ byte) & 0xff; bit < 8; bit++) {
      x = x & 1 ? (x >>> 1) ^ 0xedb88320 : x >>> 1;
      if (bit === 7) crc = (crc >>> 8) ^ x;
    }
  return (crc ^ 0xffffffff) >>> 0;
}

function zip(files: readonly File[], comment = ""): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, method = 8, mode = 0, crc, size } of files) {
    const bytes = Buffer.from(content);
    const packed = method === 8 ? zlib.deflateRawSync(bytes) : bytes;
    const sums = Buffer.alloc(12);
    for (const [i, value] of [crc ?? crc32(bytes), packed.length, size ?? bytes.length].entries()) sums.writeUInt32LE(value, i * 4);
    const local = Buffer.alloc(30);
    local.write("PK\x03\x04");
    local.writeUInt16LE(method, 8);
    sums.copy(local, 14);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.write("PK\x01\x02");
    entry[5] = mode ? 3 : 0;
    entry.writeUInt16LE(method, 10);
    sums.copy(entry, 16);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE((mode << 16) >>> 0, 38);
    entry.writeUInt32LE(at, 42);
    const whole = Buffer.concat([local, Buffer.from(name), packed]);
    locals.push(whole);
    directory.push(entry, Buffer.from(name));
    at += whole.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, ...directory, end, Buffer.from(comment)]);
}

const read = (archive: Buffer) => zipMembers(archive, LIMIT).map(({ name, bytes }) => [name, bytes().toString()]);

describe("zipMembers", () => {
  test.each([0, 8])("reads compression method %i", (method) =>
    expect(read(zip([{ name: "a", content: "hello", method, crc: CRC_HELLO }]))).toEqual([["a", "hello"]]),
  );
  test("reads several files with a comment behind them", () => {
    const files = [
      { name: "a", content: "1" },
      { name: "dir/b", content: "" },
    ];
    expect(read(zip(files, "PK some words"))).toEqual([
      ["a", "1"],
      ["dir/b", ""],
    ]);
  });
  test("reads regular files only", () => {
    const files = [
      { name: "dir/", content: "" },
      { name: "link", content: "/etc/passwd", mode: 0o120777 },
      { name: "file", content: "x", mode: 0o100600 },
    ];
    expect(read(zip(files))).toEqual([["file", "x"]]);
  });
  test("reads an archive without files", () => expect(read(zip([]))).toEqual([]));
});

describe("zipMembers refuses", () => {
  const good = zip([{ name: "a", content: "hello".repeat(20) }]);
  test.each<[string, () => Buffer, string]>([
    ["nothing", () => Buffer.alloc(0), "zip: not a valid zip file"],
    ["a cut", () => good.subarray(0, 40), "zip: not a valid zip file"],
    ["a directory that is none", () => Buffer.from(good).fill(0, good.length - 22 - 47, good.length - 22), "zip: not a valid zip file"],
    [
      "an entry that points outside",
      () => Buffer.concat([good.subarray(0, -6), Buffer.from([0xff, 0xff, 0, 0, 0, 0])]),
      "zip: not a valid zip file",
    ],
    ["a method that is unknown", () => zip([{ name: "a", content: "x", method: 12 }]), "zip: unsupported compression algorithm"],
    ["a wrong sum", () => zip([{ name: "a", content: "x", crc: 1 }]), "zip: checksum error"],
    ["a wrong size", () => zip([{ name: "a", content: "x", size: 5 }]), "unexpected EOF"],
    ["too large by its own word", () => zip([{ name: "a", content: "x", size: 5000 }]), "read exceeds the defined limit"],
    ["too large in truth", () => zip([{ name: "a", content: Buffer.alloc(5000), size: 5 }]), "read exceeds the defined limit"],
    ["damaged", () => Buffer.from(good).fill(0xff, 31, 36), "flate: corrupt input"],
  ])("%s", (_, make, text) => expect(() => read(make())).toThrow(expect.objectContaining({ message: text, exitCode: 1 })));
});
