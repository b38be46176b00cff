import { describe, expect, test } from "vitest";
import { isTooDeep, JsonError, JsonScanner, type JsonToken, type ScanOptions } from "../../../../src/values/json/scan.js";

function tokens(text: string, options?: ScanOptions): string[] {
  const scanner = new JsonScanner(text, options);
  const found: string[] = [];
  for (let token: JsonToken = scanner.next(); token !== "end"; token = scanner.next())
    found.push(token.length === 1 ? token : `${token} ${text.slice(scanner.start, scanner.end)}`);
  return found;
}

function refusal(text: string, options?: ScanOptions): JsonError {
  try {
    tokens(text, options);
  } catch (error) {
    expect(error).toBeInstanceOf(JsonError);
    return error as JsonError;
  }
  throw new Error(`${text} was accepted`);
}

describe("JsonScanner", () => {
  test("gives the tokens of a text with their places", () => {
    expect(tokens(' {"a" : [1, -0.5e+10,"x\\"y"] ,"b":{ },"c":[],"d":true,"e":false,"f":null}\n')).toEqual(
      // biome-ignore format: one line a member
      [
        "{", 'key "a"', "[", "number 1", "number -0.5e+10", 'string "x\\"y"', "]",
        'key "b"', "{", "}",
        'key "c"', "[", "]",
        'key "d"', "true true",
        'key "e"', "false false",
        'key "f"', "null null", "}",
      ],
    );
  });

  // Texts and offsets of json.Unmarshal, Go 1.24.
  test.each<[string, string, number]>([
    ["", "unexpected end of JSON input", 0],
    ["  ", "unexpected end of JSON input", 2],
    ["{", "unexpected end of JSON input", 1],
    ['{"a":1', "unexpected end of JSON input", 6],
    ['{"a"', "unexpected end of JSON input", 4],
    ['"abc', "unexpected end of JSON input", 4],
    ["x", "invalid character 'x' looking for beginning of value", 1],
    ["[1 2]", "invalid character '2' after array element", 4],
    ["[1,]", "invalid character ']' looking for beginning of value", 4],
    ['{"a" 1}', "invalid character '1' after object key", 6],
    ['{"a":1 "b"}', "invalid character '\"' after object key:value pair", 8],
    ['{"a":1]', "invalid character ']' after object key:value pair", 7],
    ["{1:2}", "invalid character '1' looking for beginning of object key string", 2],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string", 8],
    ["nul", "invalid character ' ' in literal null (expecting 'l')", 3],
    ["nxll", "invalid character 'x' in literal null (expecting 'u')", 2],
    ["tru]", "invalid character ']' in literal true (expecting 'e')", 4],
    ["fals1", "invalid character '1' in literal false (expecting 'e')", 5],
    ["1 2", "invalid character '2' after top-level value", 3],
    ["01", "invalid character '1' after top-level value", 2],
    ["-", "invalid character ' ' in numeric literal", 1],
    ["-x", "invalid character 'x' in numeric literal", 2],
    ["1.", "invalid character ' ' after decimal point in numeric literal", 2],
    ["1.x", "invalid character 'x' after decimal point in numeric literal", 3],
    ["1e", "invalid character ' ' in exponent of numeric literal", 2],
    ["1e+}", "invalid character '}' in exponent of numeric literal", 4],
    ['"\\', "invalid character ' ' in string escape code", 2],
    ['"\\x"', "invalid character 'x' in string escape code", 3],
    ['"\\u12', "invalid character ' ' in \\u hexadecimal character escape", 5],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape", 6],
    ['"a\nb"', "invalid character '\\n' in string literal", 3],
    ['"a\u0001b"', "invalid character '\\x01' in string literal", 3],
    ["'", "invalid character '\\'' looking for beginning of value", 1],
    ["\\", "invalid character '\\\\' looking for beginning of value", 1],
    ["\x7f", "invalid character '\\x7f' looking for beginning of value", 1],
    ["é", "invalid character 'Ã' looking for beginning of value", 1],
    ['["é" é', "invalid character 'Ã' after array element", 7],
    ["\u{1f600}", "invalid character 'ð' looking for beginning of value", 1],
    ["\u0085", "invalid character 'Â' looking for beginning of value", 1],
    ["\ufeff1", "invalid character 'ï' looking for beginning of value", 1],
    ["[".repeat(10_001), "invalid character '[' exceeded max depth", 10_001],
    ['{"a":'.repeat(10_001), "invalid character '{' exceeded max depth", 50_001],
  ])("refuses %.20j as Go does", (text, message, offset) => {
    expect(refusal(text)).toMatchObject({ message, offset });
  });

  test.each(["-", "1.", "1e", "nul", '"\\', '"\\u1', '"a', "{", "[1,", ""])("says of %j in a stream that more should come", (text) => {
    expect(refusal(text, { extent: "first" })).toMatchObject({ message: "unexpected EOF", truncated: true });
  });

  test.each(["1 x", "{}x", '"a"1', "[] ]"])("ignores what follows the first value: %j", (text) => {
    expect(() => tokens(text, { extent: "first" })).not.toThrow();
  });

  test.each<[number, string]>([
    [0xff, "ÿ"],
    [0xa0, "\\u00a0"],
    [0xad, "\\u00ad"],
    [0x85, "\\u0085"],
    [0xc3, "Ã"],
  ])("names the byte %i as Go does", (byte, shown) => {
    expect(refusal(String.fromCharCode(byte), { bytes: true }).message).toBe(`invalid character '${shown}' looking for beginning of value`);
  });
});

describe("isTooDeep", () => {
  test.each<[boolean, string]>([
    [false, "[".repeat(10_000) + "]".repeat(10_000)],
    [true, "[".repeat(10_001) + "]".repeat(10_001)],
    [true, '{"a":'.repeat(10_001) + 1 + "}".repeat(10_001)],
    [false, `[${"[],".repeat(20_000)}1]`],
    [false, JSON.stringify(["[".repeat(30_000), '\\"[['.repeat(20_000)])],
  ])("is %s: %#", (deep, text) => {
    expect(() => JSON.parse(text)).not.toThrow();
    expect(isTooDeep(text)).toBe(deep);
  });
});
