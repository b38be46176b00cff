import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compactJson, indentJson, indentParsed } from "../../../../src/values/json/indent.js";
import { type Json, JsonError, JsonNumber, marshal, parseJson } from "../../../../src/values/json/json.js";
import { jsonOf, parsePlain } from "../../../../src/values/json/plain.js";

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

  test("half a surrogate pair is no character", () => {
    expect(parseJson('"a\\ud800b\\ud83d\\ude00"')).toBe("a\ufffdb\u{1f600}");
  });

  test.each([
    ["", "unexpected end of JSON input"],
    ["{", "unexpected end of JSON input"],
    ['{"a":1', "unexpected end of JSON input"],
    ['"abc', "unexpected end of JSON input"],
    ["x", "invalid character 'x' looking for beginning of value"],
    ["[1 2]", "invalid character '2' after array element"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
    ["{1:2}", "invalid character '1' looking for beginning of object key string"],
    ["nul", "unexpected end of JSON input"],
    ["nxll", "invalid character 'x' in literal null (expecting 'u')"],
    ["1 2", "invalid character '2' after top-level value"],
    ["-x", "invalid character 'x' in numeric literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ["[".repeat(20_000), "exceeded max depth"],
  ])("%.20j", (text, message) => {
    expect(() => parseJson(text)).toThrow(new JsonError(message));
  });

  test("any text is read or refused with a JsonError", () => {
    const shard = fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "\\", "1", "-", "e", ".", "true", "nul", " ", "é");
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
  ])("%s", (value, text) => {
    expect(marshal(value)).toBe(text);
  });

  test("without HTML escapes", () => {
    expect(marshal("<&>\u2029", false)).toBe('"<&>\\u2029"');
  });
});

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
    expect(() => parsePlain('{"a":x}')).toThrow(new JsonError("invalid character 'x' looking for beginning of value"));
  });
});

describe("indentParsed", () => {
  const texts = [
    '{"a":[1,2,{"b":null}],"c":{},"d":[],"e":"x\\u003cy \\u0026\\u0026 z"}',
    "[]",
    "null",
    '"text"',
    '{"n":-1.5,"t":true,"s":"a\\nb\\"c"}\n',
  ];
  test.each(texts)("%j: as indentJson", (text) => {
    expect(indentParsed(JSON.parse(text), text, "  ", ">")).toBe(indentJson(text, "  ", ">"));
  });

  test.each([
    '{"a": 1}',
    '{"n":1.0}',
    '{"n":12345678901234567890}',
    '{"80":1,"a":2,"10":3}',
    '{"a":1,"a":2}',
    '{"s":"<"}',
    '{"s":"\\u0041"}',
  ])("%j: not the very text again", (text) => {
    expect(indentParsed(JSON.parse(text), text, "  ", "")).toBeUndefined();
  });
});

describe("indentJson", () => {
  test("is what JSON.stringify does with four spaces", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 4));
        expect(indentJson(JSON.stringify(value, null, 1))).toBe(JSON.stringify(value, null, 4));
      }),
    );
  });

  test("changes nothing but white space", () => {
    const text = '[{"a":"\\u003c \\/ \\"{}[],: ","n":1.50e+10, "e":{ },"l":[ ]}\n]';
    expect(indentJson(text)).toBe(
      '[\n    {\n        "a": "\\u003c \\/ \\"{}[],: ",\n        "n": 1.50e+10,\n        "e": {},\n        "l": []\n    }\n]',
    );
    expect(compactJson(indentJson(text))).toBe('[{"a":"\\u003c \\/ \\"{}[],: ","n":1.50e+10,"e":{},"l":[]}]');
  });

  test("a prefix begins every line but the first", () => {
    expect(indentJson('{"a":[1]}', "\t", ">")).toBe('{\n>\t"a": [\n>\t\t1\n>\t]\n>}');
  });
});
