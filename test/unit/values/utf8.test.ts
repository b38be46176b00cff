import fc from "fast-check";
import { expect, it } from "vitest";
import { compareBytes, decodeUtf8, stray } from "../../../src/values/utf8.js";

// How many U+FFFD Go's range over a string gives.
it.each<[number[], string]>([
  [[0x61, 0xff, 0x62], "a\ufffdb"],
  [[0xe2, 0x82], "\ufffd\ufffd"],
  [[0xf0, 0x9f, 0x98], "\ufffd\ufffd\ufffd"],
  [[0xed, 0xa0, 0x80], "\ufffd\ufffd\ufffd"],
  [[0xc0, 0xaf], "\ufffd\ufffd"],
  [[0xf4, 0x90, 0x80, 0x80], "\ufffd\ufffd\ufffd\ufffd"],
  [[0xef, 0xbf, 0xbd, 0xff], "\ufffd\ufffd"],
  [[0xef, 0xbb, 0xbf, 0x31], "\ufeff1"],
  [[0xc3, 0xa9, 0xc3], "é\ufffd"],
])("decodes %j as Go does", (bytes, text) => expect(decodeUtf8(Uint8Array.from(bytes))).toBe(text));

it("keeps stray bytes where asked to", () => {
  expect(decodeUtf8(Uint8Array.from([0xc3, 0xa9, 0xff]), stray)).toBe("é\udcff");
});

it("decodes text as Node does", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(decodeUtf8(Buffer.from(text))).toBe(text);
    }),
  );
});

it("orders strings by their bytes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
      expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
  expect(compareBytes("\uff5e", "\u{1f600}")).toBeLessThan(0);
});
