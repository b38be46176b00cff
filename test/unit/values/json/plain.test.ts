import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonOf, parsePlain } from "../../../../src/values/json/plain.js";
import { JsonError } from "../../../../src/values/json/scan.js";
import { JsonNumber, parseJson } from "../../../../src/values/json/tree.js";

describe("parsePlain", () => {
  test("loses nothing of what parseJson reads", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(jsonOf(parsePlain(text))).toEqual(parseJson(text));
        expect(jsonOf(parsePlain(text, JSON.parse(text)))).toEqual(parseJson(text));
      }),
    );
  });

  test.each([
    '{"a":1.0,"b":-0,"c":1e3,"d":12345678901234567890,"e":0.1}',
    '{"b":1,"a":2,"b":3}',
    '{"10":1,"9":2,"__proto__":3}',
    '["\\ud800", "\\uD83D\\uDE00", "\\u003c<"]',
    '"x"\n',
    "null",
  ])("%s", (text) => {
    expect(jsonOf(parsePlain(text))).toEqual(parseJson(text));
  });

  test("says what is no JSON in Go's words", () => {
    expect(() => parsePlain('{"a":x}')).toThrow(new JsonError("invalid character 'x' looking for beginning of value", 6));
    expect(() => parsePlain("[".repeat(10_001) + "]".repeat(10_001))).toThrow("invalid character '[' exceeded max depth");
  });

  test("reads as deep as Go does", () => {
    let value = parsePlain(`${"[".repeat(10_000)}1${"]".repeat(10_000)}`);
    while (Array.isArray(value)) value = value[0] ?? null;
    expect(value).toEqual(new JsonNumber("1"));
  });
});
