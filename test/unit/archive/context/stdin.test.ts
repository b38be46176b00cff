import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { packDockerfile } from "../../../../src/archive/context/pack.js";
import { contentOf, isArchive } from "../../../../src/archive/context/stdin.js";

describe("contentOf, isArchive", () => {
  const tar = async () => {
    const parts: Buffer[] = [];
    for await (const chunk of packDockerfile(Buffer.from("FROM a\n"), 0).chunks) parts.push(Buffer.from(chunk));
    return Buffer.concat(parts);
  };
  async function* inPieces(bytes: Buffer, size: number) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }

  it.each([1, 7, 511, 512, 4096])("passes an archive on whole when it arrives in pieces of %i bytes", async (size) => {
    const bytes = await tar();
    const content = await contentOf(inPieces(bytes, size));
    if (content.kind !== "archive") throw new Error("taken for a Dockerfile");
    const parts: Uint8Array[] = [];
    for await (const chunk of content.chunks) parts.push(Buffer.from(chunk));
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
    expect(content.compressed).toBe(false);
  });

  it.each([
    ["gzip", gzipSync("x"), true],
    ["bzip2", Buffer.from("BZh9"), true],
    ["xz", Buffer.from("fd377a585a00", "hex"), true],
    ["zstd", Buffer.from("28b52ffd", "hex"), true],
    ["zstd behind a skippable frame", Buffer.from("502a4d18", "hex"), true],
    ["an empty archive", Buffer.alloc(1024), false],
    ["text", Buffer.from("FROM busybox\n"), false],
    ["long text", Buffer.from("# comment\n".repeat(200)), false],
    ["nothing", Buffer.alloc(0), false],
  ])("knows whether this begins an archive: %s", (_, head, archive) => expect(isArchive(head)).toBe(archive));

  it("reads a Dockerfile to its end", async () => {
    const text = Buffer.from("RUN true\n".repeat(1000));
    expect(await contentOf(inPieces(text, 100))).toEqual({ kind: "dockerfile", bytes: text });
  });
});
