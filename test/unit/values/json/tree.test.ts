import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonError } from "../../../../src/values/json/scan.js";
import { type Json, JsonNumber, parseJson } from "../../../../src/values/json/tree.js";

/** As JSON.parse gives it. */
function plain(json: Json): unknown {
  if (json instanceof JsonNumber) return Number(json.text);
  if (Array.isArray(json)) return json.map(plain);
  return json instanceof Map ? Object.fromEntries([...json].map(([k, v]) => [k, plain(v)])) : json;
}

describe("parseJson", () => {
  test("reads what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(plain(parseJson(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  test("keeps the text of numbers, the order of keys, and the last of equal keys", () => {
    const v = parseJson('{"b":1.50,"a":12345678901234567890,"b":2e3}') as Map<string, Json>;
    expect([...v].map(([k, n]) => [k, (n as JsonNumber).text])).toEqual([
      ["b", "2e3"],
      ["a", "12345678901234567890"],
    ]);
  });

  test("reads half a surrogate pair as U+FFFD", () => {
    expect(parseJson('"a\\ud800b\\ud83d\\ude00"')).toBe("a\ufffdb\u{1f600}");
  });

  test("reads as deep as Go does", () => {
    let value = parseJson(`${"[".repeat(10_000)}1${"]".repeat(10_000)}`);
    let depth = 0;
    for (; Array.isArray(value); depth++) value = value[0] as Json;
    expect([depth, value]).toEqual([10_000, new JsonNumber("1")]);
  });

  test("reads or refuses any text with a JsonError, as JSON.parse does", () => {
    const shard = fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "\\", "1", "-", "e", ".", "true", "nul", " ", "é", "\n", "\\u12", "0");
    fc.assert(
      fc.property(fc.array(shard, { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        let native = true;
        try {
          JSON.parse(text);
        } catch {
          native = false;
        }
        try {
          parseJson(text);
          expect(native).toBe(true);
        } catch (e) {
          expect(e).toBeInstanceOf(JsonError);
          expect(native).toBe(false);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
