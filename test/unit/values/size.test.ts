import { describe, expect, it } from "vitest";
import { parseSize, parseSwap } from "../../../src/values/size.js";

describe("parseSize, parseSwap", () => {
  it.each([
    ["0", 0],
    ["512m", 536870912],
    ["1.5 KiB", 1536],
    ["2TB", 2199023255552],
    ["1p", 1125899906842624],
    ["32.", 32],
  ])("reads %s", (raw, bytes) => expect(parseSize(raw)).toBe(bytes));

  it.each([
    ["x", "invalid size: 'x'"],
    ["-5m", "invalid size: '-5m'"],
    ["5Q", "invalid suffix: 'q'"],
    ["5kbb", "invalid suffix: 'kbb'"],
    ["5KIBS", "invalid suffix: 'KIBS'"],
    ["5mi", "invalid suffix: 'mi'"],
    ["1.2.3m", 'strconv.ParseFloat: parsing "1.2.3": invalid syntax'],
  ])("refuses %s", (raw, message) => expect(() => parseSize(raw)).toThrow(message));

  it("reads -1 as swap without limit", () => {
    expect(parseSwap("-1")).toBe(-1);
    expect(() => parseSwap("-1m")).toThrow("invalid size: '-1m'");
  });
});
