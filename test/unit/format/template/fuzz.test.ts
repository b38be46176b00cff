/** Random templates end in output or in a TemplateError; never in another error, never without an end. */
import { expect, test } from "vitest";
import { parseTemplate } from "../../../../src/format/template/template.js";
import { Generator, seeded } from "../../../support/generate-templates.js";

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

test("100,000 random templates", { timeout: 120_000 }, () => {
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
