import { expect, it } from "vitest";
import { addFilter, type Filters, parseFilter } from "../../../src/values/filter.js";

// What docker 28.2.2 sends for these words.
it.each<[string[], Filters]>([
  [[], {}],
  [[""], {}],
  [["status=running", "status=exited", "label=a=b"], { status: { running: true, exited: true }, label: { "a=b": true } }],
  [[" Status = running "], { status: { running: true } }],
  [["a="], { a: { "": true } }],
  [["="], { "": { "": true } }],
  [["x=y", "x=y"], { x: { y: true } }],
  [["constructor=1"], { constructor: { "1": true } }] as never,
])("parses %j", (words, filters) => {
  expect(words.reduce<Filters>(parseFilter, {})).toEqual(filters);
});

it.each(["a", " ", "status"])("refuses %j", (word) => {
  expect(() => parseFilter({}, word)).toThrow("bad format of filter (expected name=value)");
});

it("adds without changing the filters given", () => {
  const filters = { reference: { a: true as const } };
  expect(addFilter(filters, "reference", "b")).toEqual({ reference: { a: true, b: true } });
  expect(filters).toEqual({ reference: { a: true } });
});
