import { expect, it } from "vitest";
import { displayWidth, ellipsis } from "../../../src/format/wide.js";

// Measured on tables of docker 28.2.2.
it.each<[string, number]>([
  ["", 0],
  ["abc", 3],
  ["é", 1],
  ["…", 1],
  ["日本語", 6],
  ["ｆｕ", 4],
  ["e\u0301", 1],
  ["\u0301", 0],
  ["\u200b", 0],
  ["\x1b[31m", 4],
  ["\x7f\x80\u00ad", 0],
  ["👍", 2],
  ["👍🏽", 2],
  ["👨‍👩‍👧", 2],
  ["🇫🇷", 1],
  ["❤️", 1],
  ["1️⃣", 1],
  ["\u1112\u1161\u11ab", 2],
  ["\u3099", 0],
  ["\u{20000}\u{3fffd}", 4],
])("counts the columns of %j", (text, columns) => {
  expect(displayWidth(text)).toBe(columns);
});

it.each<[string, number, string]>([
  ["", 20, ""],
  ["short", 20, "short"],
  ["a".repeat(20), 20, "a".repeat(20)],
  ["a".repeat(21), 20, `${"a".repeat(19)}…`],
  ["a\nb\tc", 5, "a\nb\tc"],
  ["a\nb\tc", 4, "a\nb…"],
  ["é".repeat(21), 20, `${"é".repeat(19)}…`],
  ["日本語日本語日本語日", 20, "日本語日本語日本語日"],
  ["日本語日本語日本語日本", 20, "日本語日本語日本語…"],
  ["e\u0301".repeat(11), 20, `${"e\u0301".repeat(9)}e…`],
  ["か\u3099".repeat(6), 20, `${"か\u3099".repeat(4)}か…`],
])("cuts %j to %d columns", (text, max, shown) => {
  expect(ellipsis(text, max)).toBe(shown);
});
