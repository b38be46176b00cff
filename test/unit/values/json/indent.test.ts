import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compactJson } from "../../../../src/values/json/compact.js";
import { indentJson, indentParsed } from "../../../../src/values/json/indent.js";

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
    `${"[".repeat(10_000)}${"]".repeat(10_000)}`,
  ])("%.20j: not the very text again", (text) => {
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
