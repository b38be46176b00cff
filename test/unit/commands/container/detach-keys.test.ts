import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { untilDetached } from "../../../../src/commands/container/detach-keys.js";

const KEYS = Uint8Array.of(16, 17);

async function pass(chunks: Buffer[], keys: Uint8Array = KEYS) {
  async function* source() {
    yield* chunks;
  }
  const out: Buffer[] = [];
  const typed = untilDetached(source(), keys);
  for (;;) {
    const { value, done } = await typed.next();
    if (done) return { text: Buffer.concat(out).toString("latin1"), detached: value };
    out.push(value);
  }
}

const bytes = (...codes: (number | string)[]) =>
  Buffer.concat(codes.map((code) => (typeof code === "string" ? Buffer.from(code) : Buffer.of(code))));

describe("the detach sequence", () => {
  it.each<[string, Buffer[], string, boolean]>([
    ["in one read", [bytes("ab", 16, 17)], "ab", true],
    ["in two reads", [bytes("ab", 16), bytes(17, "cd")], "ab", true],
    ["not typed", [bytes("ab"), bytes("cd")], "abcd", false],
    ["begun and broken off", [bytes("a", 16, "b")], "a\x10b", false],
    ["begun, broken off in the next read", [bytes("a", 16), bytes("b")], "a\x10b", false],
    ["begun twice, which passes both on", [bytes(16, 16, 17)], "\x10\x10\x11", false],
    ["begun twice in two reads", [bytes(16), bytes(16), bytes(17)], "\x10\x10\x11", false],
    ["begun twice, then typed whole", [bytes(16, 16, 16, 17)], "\x10\x10", true],
    ["backwards", [bytes(17, 16)], "\x11\x10", false],
    ["with more behind it", [bytes(16, 17, "rest")], "", true],
  ])("matches or not as Docker's does: %s", async (_, chunks, text, detached) => {
    const result = await pass(chunks);
    expect(result.text).toBe(text);
    expect(result.detached).toBe(detached);
  });

  it("never matches when it is empty", async () => {
    expect(await pass([bytes("a", 16, 17)], new Uint8Array())).toEqual({ text: "a\x10\x11", detached: false });
  });

  it("passes everything else on unchanged, in whatever pieces", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 20 })), async (pieces) => {
        const chunks = pieces.map((piece) => Buffer.from(piece.map((byte) => (byte === 17 ? 18 : byte))));
        expect(await pass(chunks)).toEqual({ text: Buffer.concat(chunks).toString("latin1"), detached: false });
      }),
    );
  });
});
