import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { yamlOfJson } from "../../../src/format/yaml.js";

/** As a reader of YAML 1.2 sees it, and as one of YAML 1.1 does. */
const read = (yaml: string, version: "1.1" | "1.2") => parse(yaml, { version, intAsBigInt: false, merge: version === "1.1" });

it.each([
  ["[]", "[]\n"],
  ["{}", "{}\n"],
  ["null", "null\n"],
  ['[{"b":1,"a":{"c":[],"d":{}}}]', "- b: 1\n  a:\n    c: []\n    d: {}\n"],
  ['{"2":"x","10":"y","1":"z"}', '"2": x\n"10": "y"\n"1": z\n'],
  ["[1e3,1.50,-0,12345678901234567890,1E-2]", "- 1e3\n- 1.50\n- -0\n- 12345678901234567890\n- 1E-2\n"],
  ['["1e3","12","0x1f","1_000","12:30","0o7","-0",".5"]', '- "1e3"\n- "12"\n- "0x1f"\n- "1_000"\n- "12:30"\n- "0o7"\n- "-0"\n- ".5"\n'],
  ['["on","No","y","true","null","~","","2026-01-02","<<","="]'.replace("]", ',"2026-01-02T03:04:05.1Z"]'), undefined],
  ['{"on":"off"}', '"on": "off"\n'],
  ['["a\\nb\\n"," lead","trail ","# no","a: b","- x","a #b","*x","&x","@x","%x"]', undefined],
  ['["\\u001b[31mred","a\\u0085b","\\u2028","\\ufeffx"]', '- "\\e[31mred"\n- "a\\u0085b"\n- "\\u2028"\n- "\\ufeffx"\n'],
  ['{"k":1,"k":2}', "k: 2\n"],
])("writes %s", (json, yaml) => {
  const text = yamlOfJson(json);
  if (yaml !== undefined) expect(text).toBe(yaml);
  expect(read(text, "1.2")).toEqual(JSON.parse(json));
});

it("keeps long strings on one line, and writes equal values twice", () => {
  const long = "word ".repeat(100).trim();
  expect(yamlOfJson(JSON.stringify([long, { a: [1] }, { a: [1] }]))).toBe(`- ${long}\n- a:\n    - 1\n- a:\n    - 1\n`);
});

it("refuses what is nested too deeply", () => {
  expect(() => yamlOfJson("[".repeat(9000) + "]".repeat(9000))).toThrow(/too deep|exceeded max depth/);
});

describe("YAML reads back as it was written", () => {
  const awkward = fc.constantFrom(
    "yes",
    "1e3",
    "0x1",
    "1:2",
    "~",
    " ",
    "\n",
    "a\n\n",
    "#",
    ": ",
    "- ",
    "'",
    '"',
    "\t",
    "=",
    "<<",
    "?",
    "|",
    ">",
    "!x",
  );
  const string = fc.oneof(
    awkward,
    fc.string({ unit: "grapheme" }),
    fc.string(),
    fc.array(awkward).map((parts) => parts.join("")),
  );
  const key = string.filter((text) => text !== "__proto__");
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n));
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      string,
      number,
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    ),
  }));

  it("is the same for a reader of YAML 1.2", () => {
    fc.assert(
      fc.property(value, (data) => {
        expect(read(yamlOfJson(JSON.stringify(data)), "1.2")).toEqual(JSON.parse(JSON.stringify(data)));
      }),
      { numRuns: 1000 },
    );
  });

  it("has strings for strings also in YAML 1.1", () => {
    fc.assert(
      fc.property(fc.array(string), (data) => {
        expect(read(yamlOfJson(JSON.stringify(data)), "1.1")).toEqual(data);
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps the order of the keys", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(fc.nat().map(String), key), { minLength: 1 }), (keys) => {
        const json = `{${keys.map((name) => `${JSON.stringify(name)}:0`).join(",")}}`;
        expect([...(parse(yamlOfJson(json), { mapAsMap: true }) as Map<string, number>).keys()]).toEqual(keys);
      }),
    );
  });
});
