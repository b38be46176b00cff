import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactInt, parseInt64, parseUint, safeInteger, truncate } from "../../../src/values/integer.js";

describe("parseInt64, parseUint, truncate", () => {
  it.each([
    ["0", 0],
    ["-0x1F", -31],
    ["0b101", 5],
    ["0o17", 15],
    ["017", 15],
    ["0_7", 7],
    ["0x_f", 15],
    ["1_000", 1000],
    ["+5", 5],
    ["9007199254740993", 9007199254740993n],
    ["-9223372036854775808", -(2n ** 63n)],
  ])("reads %s", (raw, value) => expect(parseInt64(raw)).toBe(value));

  it.each([
    ["", "invalid syntax"],
    ["-", "invalid syntax"],
    ["08", "invalid syntax"],
    ["0x", "invalid syntax"],
    ["1__0", "invalid syntax"],
    ["1_", "invalid syntax"],
    ["_1", "invalid syntax"],
    ["1.0", "invalid syntax"],
    ["9223372036854775808", "value out of range"],
    // What comes first counts: the number is too large before its last sign is looked at.
    ["99999999999999999999x", "value out of range"],
    ["9999x", "invalid syntax"],
  ])("refuses %s", (raw, reason) => expect(() => parseInt64(raw)).toThrow(`strconv.ParseInt: parsing "${raw}": ${reason}`));

  it("accepts neither prefixes nor underscores with base 10", () => {
    expect(parseInt64("010", 10)).toBe(10);
    expect(() => parseInt64("1_0", 10)).toThrow("invalid syntax");
    expect(() => parseInt64("x", 10, "Atoi")).toThrow('strconv.Atoi: parsing "x": invalid syntax');
  });

  it("limits unsigned integers to their bits", () => {
    expect(parseUint("65535", 16)).toBe(65535);
    expect(() => parseUint("65536", 16)).toThrow('strconv.ParseUint: parsing "65536": value out of range');
    expect(() => parseUint("+1", 16)).toThrow("invalid syntax");
    expect(parseUint("1777", 32, 8)).toBe(0o1777);
    expect(parseUint("18446744073709551615", 64)).toBe(2n ** 64n - 1n);
  });

  it("reads what was written", () =>
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => parseInt64(value.toString()) === exactInt(value)),
    ));

  it("truncates floats as Go does on amd64", () => {
    expect(truncate(1.9)).toBe(1);
    expect(truncate(-1.9)).toBe(-1);
    expect(truncate(2 ** 62)).toBe(2n ** 62n);
    expect(truncate(2 ** 63)).toBe(-(2n ** 63n));
    expect(truncate(Number.NaN)).toBe(-(2n ** 63n));
  });
});

describe("integers that a double holds", () => {
  it.each<[string, boolean, number | undefined]>([
    ["12", true, 12],
    ["+12", true, 12],
    ["-0", true, 0],
    ["-12", false, undefined],
    ["+12", false, undefined],
    ["007", false, 7],
    ["", true, undefined],
    ["-", true, undefined],
    ["1.0", true, undefined],
    ["1e3", true, undefined],
    ["0x1", true, undefined],
    [" 1", true, undefined],
    ["9007199254740991", false, 9007199254740991],
    ["9007199254740992", false, undefined],
  ])("%j, signed %s, is %s", (raw, signed, value) => expect(safeInteger(raw, signed)).toBe(value));
});
