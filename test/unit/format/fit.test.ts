import { expect, it } from "vitest";
import { fitLines } from "../../../src/format/fit.js";

const layout = {
  minWidth: 0,
  padding: 2,
  measure: (text: string) => [...text].reduce((n, c) => n + (c > "\u1100" && c !== "…" ? 2 : 1), 0),
};
const lines = [
  ["ID", "IMAGE", "NAME"],
  ["123456", "a-very-long-image", "a-long-name"],
];

it("does not change a table that fits", () => {
  expect(fitLines(lines, [undefined, { least: 3 }, { least: 3 }], 38, layout)).toBe(lines);
});

it("cuts the widest column first", () => {
  expect(fitLines(lines, [undefined, { least: 3 }, { least: 3 }], 34, layout)[1]).toEqual(["123456", "a-very-long-…", "a-long-name"]);
});

it("cuts the last columns only if nothing else can be cut", () => {
  expect(fitLines(lines, [undefined, { least: 13 }, { least: 5, last: true }], 28, layout)[1]).toEqual([
    "123456",
    "a-very-long-…",
    "a-lo…",
  ]);
});

it("stops at the least widths, and never cuts the others", () => {
  expect(fitLines(lines, [undefined, { least: 5 }, { least: 4 }], 5, layout)).toEqual([
    ["ID", "IMAGE", "NAME"],
    ["123456", "a-ve…", "a-l…"],
  ]);
});

it("never splits a wide character", () => {
  expect(fitLines([["日本語", "x"]], [{ least: 2 }, undefined], 8, layout)).toEqual([["日本…", "x"]]);
  expect(fitLines([["日本語", "x"]], [{ least: 2 }, undefined], 7, layout)).toEqual([["日…", "x"]]);
});
