import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeJson, escapeHtml, marshal, quoteJson } from "../../../../src/values/json/encode.js";
import { JsonNumber } from "../../../../src/values/json/tree.js";

describe("encodeJson", () => {
  test.each<[unknown, string]>([
    [{ b: 1, a: [true, null, "x"], c: undefined }, '{"b":1,"a":[true,null,"x"]}'],
    [{ v: "<a href='x'>&\u2028\u2029" }, '{"v":"\\u003ca href=\'x\'\\u003e\\u0026\\u2028\\u2029"}'],
    [{ "<": "é\u{1f600}\x7f" }, '{"\\u003c":"é\u{1f600}\x7f"}'],
    ["\udc80a\ud800", '"\\ufffda\\ufffd"'],
    ["\\ud800", '"\\\\ud800"'],
    ["\ufffd", '"\ufffd"'],
    ["\b\f\n\r\t\0", '"\\b\\f\\n\\r\\t\\u0000"'],
    [{ a: 2n ** 63n - 1n, b: [1n, undefined, null], c: undefined }, '{"a":9223372036854775807,"b":[1,null,null]}'],
    [{ a: 1n, b: "<" }, '{"a":1,"b":"\\u003c"}'],
    [undefined, "null"],
  ])("encodes %o", (value, text) => {
    expect(encodeJson(value)).toBe(text);
  });

  test("indents by the given indent", () => {
    expect(encodeJson({ a: ["<"] }, "\t")).toBe('{\n\t"a": [\n\t\t"\\u003c"\n\t]\n}');
  });

  test("writes what JSON.stringify writes, but for the escapes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (value, exact) => {
        const text = encodeJson(exact ? [value, 1n] : [value, 1]);
        expect(text).toBe(escapeHtml(JSON.stringify([value, 1])));
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify([value, 1])));
      }),
    );
  });
});

describe("marshal", () => {
  test.each<[unknown, string]>([
    [{ b: 1, a: [true, null, "x"] }, '{"a":[true,null,"x"],"b":1}'],
    [{ v: "<a href='x'>&\u2028" }, '{"v":"\\u003ca href=\'x\'\\u003e\\u0026\\u2028"}'],
    ['\b\f\n\r\t\u0001"\\\u007f', '"\\b\\f\\n\\r\\t\\u0001\\"\\\\\u007f"'],
    [[1e21, 1e-7, 1e20, 0.1], "[1e+21,1e-7,100000000000000000000,0.1]"],
    [undefined, "null"],
    ["\udc80", '"\\ufffd"'],
    [new JsonNumber("1.50"), "1.50"],
    [
      new Map([
        ["z", 1],
        ["a", 2],
      ]),
      '{"a":2,"z":1}',
    ],
    [12345678901234567890n, "12345678901234567890"],
    [{ "\u{1f600}": 1, "\uff5e": 2 }, '{"\uff5e":2,"\u{1f600}":1}'],
  ])("marshals %s", (value, text) => {
    expect(marshal(value)).toBe(text);
  });

  test("does not escape HTML if told so", () => {
    expect(marshal("<&>\u2029", false)).toBe('"<&>\\u2029"');
  });
});

test("quoteJson writes a string as encodeJson does", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(quoteJson(text)).toBe(encodeJson(text));
    }),
  );
});
