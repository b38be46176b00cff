import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compactJson } from "../../../../src/values/json/compact.js";

describe("compactJson", () => {
  test("takes white space out and nothing else", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 4), (value, indent) => {
        const text = JSON.stringify(value);
        expect(compactJson(JSON.stringify(value, null, indent))).toBe(text);
        expect(compactJson(Buffer.from(JSON.stringify(value, null, indent)))).toBe(text);
      }),
    );
  });

  test("keeps numbers, escapes and stray bytes as they are written", () => {
    expect(compactJson(Buffer.from(' { "a b" : [ 1.50 , -0e1, "\\u00e9\\" é" ] , "x":{ } }\n'))).toBe(
      '{"a b":[1.50,-0e1,"\\u00e9\\" é"],"x":{}}',
    );
    expect(compactJson(Buffer.from([0x22, 0xff, 0x22, 0x20]))).toBe('"\ufffd"');
  });

  test("goes as deep as Go does, and over long strings", () => {
    const deep = "[".repeat(10_000) + "]".repeat(10_000);
    expect(compactJson(deep.replaceAll("[", "[ "))).toBe(deep);
    const long = JSON.stringify(["x\\".repeat(5_000_000)]);
    expect(compactJson(`${long} `)).toBe(long);
  });

  test.each<[string | Buffer, string]>([
    ["[1,2", "unexpected end of JSON input"],
    [Buffer.from([0x5b, 0xff]), "invalid character 'ÿ' looking for beginning of value"],
  ])("refuses in Go's words %#", (source, message) => {
    expect(() => compactJson(source)).toThrow(message);
  });

  test("keeps every byte but the white space of deep JSON, too", () => {
    expect(compactJson(Buffer.from(' { "a b" : [ 1.50 , -0e1, "\\u00e9\\" é" ] , "x":{} }\n'))).toBe(
      '{"a b":[1.50,-0e1,"\\u00e9\\" é"],"x":{}}',
    );
    const deep = "[".repeat(10_000) + "]".repeat(10_000);
    expect(compactJson(Buffer.from(deep))).toBe(deep);
  });
});
