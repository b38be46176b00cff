import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { gzipped } from "../../../src/archive/gzip.js";

it("compresses chunks whose buffer is reused by their source", async () => {
  async function* chunks() {
    const buffer = Buffer.alloc(100_000);
    for (let i = 0; i < 50; i++) yield buffer.fill(i);
  }
  const pieces: Buffer[] = [];
  for await (const piece of gzipped(chunks())) pieces.push(piece);
  const plain = gunzipSync(Buffer.concat(pieces));
  expect(plain.length).toBe(5_000_000);
  for (let i = 0; i < 50; i++) expect([plain[i * 100_000], plain[(i + 1) * 100_000 - 1]]).toEqual([i, i]);
});

it("fails with the error of its source", async () => {
  async function* broken() {
    yield Buffer.from("x");
    throw new Error("torn");
  }
  await expect(async () => {
    for await (const _ of gzipped(broken()));
  }).rejects.toThrow("torn");
});
