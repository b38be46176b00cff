/** Templates as a whole: what Go itself printed for the same templates and data, and random templates, which always end. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { encode } from "../../../src/format/template/gostring.js";
import { parseTemplate } from "../../../src/format/template/template.js";
import { typed } from "../../../src/format/template/typed.js";
import { type Json, parseJson } from "../../../src/values/json/tree.js";
import { Generator, seeded } from "../../support/generate-templates.js";

const read = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8");

interface Case {
  template: string;
  out?: string;
  /** base64 of an output that is not UTF-8. */
  bytes?: string;
  err?: string;
  strict?: boolean;
  data?: string;
  kind?: "raw" | "typed";
}

const recorded = JSON.parse(read("template-cases.json")) as { cases: Case[] };
const fromGo = JSON.parse(read("template-go-cases.json")) as { cases: Case[] };
const data = (parseJson(read("template-cases.json")) as Map<string, Json>).get("data") as Map<string, Json>;

function run(c: Case): { out: Buffer; err: string | undefined } {
  let out = "";
  let err: string | undefined;
  try {
    const template = parseTemplate(c.template);
    if (c.strict) template.failOnMissingKey();
    const json = data.get(c.data ?? "misc") as Json;
    template.execute(c.kind === "typed" ? typed("container", json) : json, (text) => {
      out += text;
    });
  } catch (e) {
    expect((e as Error).name).toBe("TemplateError");
    err = (e as Error).message;
  }
  return { out: Buffer.from(encode(out)), err };
}

describe("templates recorded from Docker print the same", () => {
  test.each(recorded.cases.map((c) => [c.kind, c.template, c] as const))("%s %s", (_kind, _template, c) => {
    const { out, err } = run(c);
    expect({ out: out.toString(), err }).toEqual({ out: c.out, err: c.err });
  });
});

describe("templates run by Go 1.24", () => {
  test("print the same, hand-written and random ones", () => {
    expect(fromGo.cases.length).toBeGreaterThan(800);
    const wrong = fromGo.cases.filter((c) => {
      const { out, err } = run(c);
      const expected = c.bytes === undefined ? Buffer.from(c.out ?? "") : Buffer.from(c.bytes, "base64");
      return !out.equals(expected) || err !== c.err;
    });
    expect(wrong.map((c) => ({ ...c, got: run(c).out.toString(), gotErr: run(c).err }))).toEqual([]);
  });
});

const COUNT = 100_000;
const DATA = {
  s: "héllo wörld",
  n: 42,
  f: 3.5,
  b: true,
  nil: null,
  list: [1, 2, 3, "x"],
  m: { b: 2, a: 1 },
  e: [],
  em: {},
  html: "<a>&'</a>",
  csv: "a,b,c",
  nested: { l: [{ k: "v1" }, { k: "v2" }] },
  neg: -7,
};

test("ends 100,000 random templates with output or a TemplateError", { timeout: 300_000 }, () => {
  const seed = 20261121;
  const generator = new Generator(seeded(seed));
  const ends = { output: 0, error: 0 };
  let slowest = 0;
  for (let i = 0; i < COUNT; i++) {
    const text = generator.template();
    const start = performance.now();
    try {
      parseTemplate(text).execute(DATA, () => {});
      ends.output++;
    } catch (e) {
      if ((e as Error).name !== "TemplateError") throw new Error(`seed ${seed}, template ${i}: ${JSON.stringify(text)}`, { cause: e });
      ends.error++;
    }
    slowest = Math.max(slowest, performance.now() - start);
  }
  expect(ends.output + ends.error).toBe(COUNT);
  // Both kinds of end are common, or the generator tests nothing.
  expect(ends.output).toBeGreaterThan(COUNT / 20);
  expect(ends.error).toBeGreaterThan(COUNT / 20);
  expect(slowest).toBeLessThan(10_000);
});
