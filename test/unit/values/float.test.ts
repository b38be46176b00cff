import { describe, expect, it } from "vitest";
import { parseFloat64 } from "../../../src/values/float.js";

describe("parseFloat64", () => {
  it.each([
    ["1.5", 1.5],
    [".5e1", 5],
    ["5.", 5],
    ["0x1.8p1", 3],
    ["0X.8P1", 1],
    ["-0x1p-2", -0.25],
    ["1_0.2_5", 10.25],
    ["+inf", Infinity],
    ["-Infinity", -Infinity],
  ])("reads %s", (raw, value) => expect(parseFloat64(raw)).toBe(value));

  it.each(["", ".", "1e", "0x1", "1__0", "e5", "--1"])("refuses %s", (raw) => expect(() => parseFloat64(raw)).toThrow("invalid syntax"));
  it("refuses what is out of range", () =>
    expect(() => parseFloat64("1e309")).toThrow('strconv.ParseFloat: parsing "1e309": value out of range'));
});
