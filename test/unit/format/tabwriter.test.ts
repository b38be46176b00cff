import { expect, it } from "vitest";
import { alignLines, alignText, REFERENCE_LAYOUT } from "../../../src/format/tabwriter.js";

const layout = { ...REFERENCE_LAYOUT, minWidth: 4, padding: 1 };

it("pads all cells but the last of a line to the minimum width or the widest cell", () => {
  expect(
    alignLines(
      [
        ["a", "b", "c"],
        ["longer", "", "z"],
      ],
      layout,
    ),
  ).toEqual(["a      b   c", "longer     z"]);
});

it("counts wide characters as two columns", () => {
  expect(
    alignLines(
      [
        ["日本語", "x"],
        ["a", "y"],
      ],
      layout,
    ),
  ).toEqual(["日本語 x", "a      y"]);
});

it("ends a column at a line without that cell", () => {
  expect(alignText("long cell\tx\n\nab\ty\tz\nc\tlong cell\tz\nlast", layout)).toEqual([
    "long cell x",
    "",
    "ab  y         z",
    "c   long cell z",
    "last",
  ]);
});

it("continues a column if only later cells are missing", () => {
  expect(alignText("a\tlong cell\tz\nlong cell\tx\nb\ty\tz", layout)).toEqual(["a         long cell z", "long cell x", "b         y   z"]);
});

it("keeps the space of a cell that ends a line", () => {
  expect(alignText("a\tb\t\nc\td\t", layout)).toEqual(["a   b   ", "c   d   "]);
});

it("ends all columns at a form feed", () => {
  expect(alignText("long cell\tx\fa\ty", layout)).toEqual(["long cell x", "a   y"]);
});

it("styles cells without counting the style as width", () => {
  const bold = (text: string, line: number) => (line === 0 ? `<b>${text}</b>` : text);
  expect(
    alignLines(
      [
        ["a", "b"],
        ["cccc", "d"],
      ],
      layout,
      bold,
    ),
  ).toEqual(["<b>a</b>    <b>b</b>", "cccc d"]);
});

it("aligns 5,000 lines of seven cells in little time", () => {
  const lines = Array.from({ length: 5000 }, (_, i) => Array.from({ length: 7 }, (_, c) => "x".repeat((i * (c + 3)) % 17)));
  const start = performance.now();
  expect(alignLines(lines, REFERENCE_LAYOUT)).toHaveLength(5000);
  // A few milliseconds on a free machine; this one may be busy.
  expect(performance.now() - start).toBeLessThan(500);
});
