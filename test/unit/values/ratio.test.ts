import { describe, expect, it } from "vitest";
import { parseRatio } from "../../../src/values/ratio.js";

describe("parseRatio", () => {
  it.each([
    ["1/3", 1n, 3n],
    ["-2/4", -2n, 4n],
    ["0x10/0b11", 16n, 3n],
    ["1.25", 125n, 100n],
    ["0x1.8", 24n, 16n],
    ["1e3", 1000n, 1n],
    ["1p4", 16n, 1n],
  ])("reads %s", (raw, numerator, denominator) => expect(parseRatio(raw)).toEqual({ numerator, denominator }));

  it.each(["", "1/", "/2", "1/-2", "1/2/3", "1/1.5", "1e", "0x", "_1", "1e9999999", "."])("returns nothing for %s", (raw) =>
    expect(parseRatio(raw)).toBeUndefined(),
  );
});
