import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration } from "../../../src/values/duration.js";
import { exactInt } from "../../../src/values/integer.js";

describe("Go's durations", () => {
  it.each([
    ["0", 0],
    ["+0", 0],
    ["1ns", 1],
    ["1.5us", 1500],
    ["-1.5h", -5_400_000_000_000],
    ["1h2m3s4ms5us6ns", 3_723_004_005_006],
    ["1m1m", 120_000_000_000],
    ["0.3333333333333333333h", 1_200_000_000_000 - 1],
    ["-9223372036854775808ns", -(2n ** 63n)],
  ])("reads %s", (raw, nanoseconds) => expect(parseDuration(raw)).toBe(nanoseconds));

  it.each([
    ["", 'time: invalid duration ""'],
    ["-", 'time: invalid duration "-"'],
    ["s", 'time: invalid duration "s"'],
    ["3", 'time: missing unit in duration "3"'],
    ["1s2", 'time: missing unit in duration "1s2"'],
    ["1fortnight", 'time: unknown unit "fortnight" in duration "1fortnight"'],
    ['1"', 'time: unknown unit "\\"" in duration "1\\""'],
    ["1é", 'time: unknown unit "\\xc3\\xa9" in duration "1\\xc3\\xa9"'],
    ["9223372036854775808ns", 'time: invalid duration "9223372036854775808ns"'],
    ["2562048h", 'time: invalid duration "2562048h"'],
  ])("refuses %s", (raw, message) => expect(() => parseDuration(raw)).toThrow(message));

  it.each([
    [0, "0s"],
    [1, "1ns"],
    [1100, "1.1µs"],
    [2_200_000, "2.2ms"],
    [3_300_000_000, "3.3s"],
    [60_000_000_000, "1m0s"],
    [245_000_000_000, "4m5s"],
    [18_367_001_000_000, "5h6m7.001s"],
    [3_600_000_000_000, "1h0m0s"],
    [-1_500_000_000, "-1.5s"],
    [10_000_000_000, "10s"],
    [2n ** 63n - 1n, "2562047h47m16.854775807s"],
    [-(2n ** 63n), "-2562047h47m16.854775808s"],
  ])("writes %s as %s", (nanoseconds, text) => expect(formatDuration(nanoseconds)).toBe(text));

  it("reads what it has written", () =>
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        (value) => parseDuration(formatDuration(value)) === exactInt(value),
      ),
    ));
});
