import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ChunkDecoder } from "../../../../src/transport/http/chunked.js";

/** Decodes a body fed in the given pieces; what lies behind its end too. */
function decode(...parts: (string | Uint8Array)[]): { body: string; done: boolean; rest: string } {
  const decoder = new ChunkDecoder();
  let rest = "";
  for (const part of parts) {
    const bytes = Buffer.from(part as string);
    if (decoder.done) rest += bytes.toString("latin1");
    else rest += decoder.feed(Buffer.from(bytes))?.toString("latin1") ?? "";
  }
  return { body: Buffer.concat(decoder.pieces).toString("latin1"), done: decoder.done, rest };
}

function encode(chunks: readonly Uint8Array[]): Buffer {
  const parts = chunks.filter((c) => c.length > 0).flatMap((c) => [Buffer.from(`${c.length.toString(16)}\r\n`), c, Buffer.from("\r\n")]);
  return Buffer.concat([...parts, Buffer.from("0\r\n\r\n")]);
}

describe("chunked bodies", () => {
  test.each([
    ["one chunk", "5\r\nhello\r\n0\r\n\r\n", "hello", ""],
    ["several", "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", "abc", ""],
    ["upper-case size", "A\r\n0123456789\r\n0\r\n\r\n", "0123456789", ""],
    ["leading zeros", "0003\r\nabc\r\n000\r\n\r\n", "abc", ""],
    ["extensions", '3;name=value\r\nabc\r\n0;x="y"\r\n\r\n', "abc", ""],
    ["white space behind the size", "3 \r\nabc\r\n0\r\n\r\n", "abc", ""],
    ["trailers", "3\r\nabc\r\n0\r\nX-One: 1\r\nX-Two: 2\r\n\r\n", "abc", ""],
    ["bare line feeds", "3\nabc\n0\n\n", "abc", ""],
    ["what lies behind is left", "3\r\nabc\r\n0\r\n\r\nHTTP/1.1 200", "abc", "HTTP/1.1 200"],
    ["empty", "0\r\n\r\n", "", ""],
  ])("are decoded, split at every offset: %s", (_, input, body, rest) => {
    for (let at = 0; at <= input.length; at++) {
      expect(decode(input.slice(0, at), input.slice(at))).toEqual({ body, done: true, rest });
    }
  });

  test("are decoded from any chunks in any pieces", () => {
    const chunk = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ minLength: 4000, maxLength: 4200, size: "max" }));
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 12 }), fc.array(fc.nat(9000), { maxLength: 8 }), (chunks, cuts) => {
        const encoded = encode(chunks);
        const edges = [0, ...cuts.map((c) => c % (encoded.length + 1)).sort((a, b) => a - b), encoded.length];
        const parts = edges.slice(1).map((edge, i) => encoded.subarray(edges[i], edge));
        const { body, done } = decode(...parts);
        expect(done).toBe(true);
        expect(body).toBe(Buffer.concat(chunks).toString("latin1"));
      }),
      { numRuns: 150 },
    );
  });

  test("give small chunks of one read as one piece, and do not copy large ones", () => {
    const small = new ChunkDecoder();
    small.feed(encode(Array.from({ length: 100 }, () => Buffer.from("line\n"))));
    expect(small.pieces.map((p) => p.toString())).toEqual(["line\n".repeat(100)]);
    const large = new ChunkDecoder();
    large.feed(encode([Buffer.alloc(70_000, "a"), Buffer.alloc(70_000, "b")]));
    expect(large.pieces.map((p) => p.length)).toEqual([70_000, 70_000]);
  });
});

describe("malformed chunked bodies", () => {
  test.each([
    ["no size", "\r\n", "invalid byte in chunk length"],
    ["empty line", "\n", "empty hex number for chunk length"],
    ["letters", "zz\r\n", "invalid byte in chunk length"],
    ["a sign", "-1\r\n", "invalid byte in chunk length"],
    ["0x", "0x3\r\n", "invalid byte in chunk length"],
    ["longer than its size", "3\r\nabcd\r\n", "malformed chunked encoding"],
    ["a size beyond all bounds", "fffffffffffffff\r\n", "http chunk length too large"],
    ["too many digits", "00000000000000000\r\n", "http chunk length too large"],
    ["an endless extension", `3;${"x".repeat(5000)}`, "header line too long"],
    ["an endless trailer", `0\r\n${"x".repeat(5000)}`, "header line too long"],
  ])("are refused: %s", (_, input, message) => {
    expect(() => decode(input)).toThrow(message);
  });

  test("are not done if they are cut", () => {
    const whole = "3\r\nabc\r\n0\r\nX: y\r\n\r\n";
    for (let at = 0; at < whole.length; at++) expect(decode(whole.slice(0, at)).done).toBe(false);
  });
});
