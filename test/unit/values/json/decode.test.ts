import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeJson, decodeJsonText } from "../../../../src/values/json/decode.js";
import { JsonError } from "../../../../src/values/json/scan.js";

const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from([part]))));

describe("decodeJson", () => {
  test("reads what JSON.parse reads, and nothing else", () => {
    const shard = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      "\\",
      "1",
      "-",
      "e9",
      ".5",
      "true",
      "null",
      " ",
      "é",
      '"a":',
      "\\u00e9",
    );
    const text = fc.oneof(
      fc.json(),
      fc.array(shard, { maxLength: 10 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (json) => {
        let native: unknown;
        try {
          native = JSON.parse(json);
        } catch {
          expect(() => decodeJson(bytes(json), "whole")).toThrow(JsonError);
          return;
        }
        // Halves of surrogate pairs are another matter.
        fc.pre(!/\\ud/i.test(json));
        expect(decodeJson(bytes(json), "whole")).toStrictEqual(native);
        expect(decodeJsonText(json, "first")).toStrictEqual(native);
      }),
      { numRuns: 3000 },
    );
  });

  test.each<[string, Buffer, unknown]>([
    ["ignores what follows", bytes('{"a":1}x'), { a: 1 }],
    ["takes an end of a number for one", bytes("1x"), 1],
    ["finds nothing in white space", bytes(" \n"), undefined],
    ["makes one U+FFFD of each stray byte", bytes('"', 0xe2, 0x82, "<", 0xc3, '"'), "\ufffd\ufffd<\ufffd"],
    ["makes a U+FFFD of half a surrogate pair", bytes('["\\ud800","\\uD83D\\uDE00"]'), ["\ufffd", "\u{1f600}"]],
    ["keeps a key called __proto__", bytes('{"__proto__":"\\ud800"}'), JSON.parse('{"__proto__":"\\ufffd"}')],
  ])("reads the first value %s", (_, text, value) => {
    expect(decodeJson(text, "first")).toStrictEqual(value);
  });

  // What docker 28.2.2 says of a config.json ("first") and of a meta.json ("whole").
  test.each<["first" | "whole", Buffer, string]>([
    ["first", bytes("-"), "unexpected EOF"],
    ["first", bytes("1."), "unexpected EOF"],
    ["first", bytes("nul"), "unexpected EOF"],
    ["first", bytes('"a\x01b"'), "invalid character '\\x01' in string literal"],
    ["first", bytes("é"), "invalid character 'Ã' looking for beginning of value"],
    ["first", bytes(0xff), "invalid character 'ÿ' looking for beginning of value"],
    ["first", bytes(0xa0), "invalid character '\\u00a0' looking for beginning of value"],
    ["first", bytes(`{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`), "invalid character '[' exceeded max depth"],
    ["whole", bytes("1."), "invalid character ' ' after decimal point in numeric literal"],
    ["whole", bytes("-"), "invalid character ' ' in numeric literal"],
    ["whole", bytes("nul"), "invalid character ' ' in literal null (expecting 'l')"],
    ["whole", bytes("{"), "unexpected end of JSON input"],
    ["whole", bytes('"\\'), "invalid character ' ' in string escape code"],
    ["whole", bytes(""), "unexpected end of JSON input"],
    ["whole", bytes('{"a":1}x'), "invalid character 'x' after top-level value"],
  ])("refuses, as Docker does, %s (case %#)", (extent, text, message) => {
    expect(() => decodeJson(text, extent)).toThrow(message);
  });

  test("reads bytes of any kind or refuses them with a JsonError", () => {
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      fc.uint8Array({ maxLength: 10 }).map((inner) => bytes('"', ...inner, '"')),
    );
    fc.assert(
      fc.property(any, fc.constantFrom("first" as const, "whole" as const), (input, extent) => {
        try {
          decodeJson(input, extent);
        } catch (error) {
          expect(error).toBeInstanceOf(JsonError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
