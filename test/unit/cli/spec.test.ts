import { describe, expect, it } from "vitest";
import { int, kebab, uint } from "../../../src/cli/flags.js";
import { parseBool } from "../../../src/values/bool.js";
import { quote } from "../../../src/values/quote.js";

describe("integer flags, read as by strconv with base 0", () => {
  it.each([
    ["0", 0],
    ["-1", -1],
    ["+7", 7],
    ["0x1F", 31],
    ["0b101", 5],
    ["0o17", 15],
    ["017", 15],
    ["1_000", 1000],
  ])("read %s", (raw, value) => expect(int("").parse(undefined, raw)).toBe(value));

  it.each([
    ["", 'strconv.ParseInt: parsing "": invalid syntax'],
    ["abc", 'strconv.ParseInt: parsing "abc": invalid syntax'],
    ["1.5", 'strconv.ParseInt: parsing "1.5": invalid syntax'],
    ["08", 'strconv.ParseInt: parsing "08": invalid syntax'],
    ["1__0", 'strconv.ParseInt: parsing "1__0": invalid syntax'],
    ["9223372036854775808", 'strconv.ParseInt: parsing "9223372036854775808": value out of range'],
  ])("refuse %j", (raw, message) => expect(() => int("").parse(undefined, raw)).toThrow(message));

  it("bound unsigned integers by their bits", () => {
    const port = uint("", { bits: 16, kind: "uint16" });
    expect(port.parse(undefined, "65535")).toBe(65535);
    expect(() => port.parse(undefined, "65536")).toThrow('strconv.ParseUint: parsing "65536": value out of range');
    expect(() => port.parse(undefined, "-1")).toThrow('strconv.ParseUint: parsing "-1": invalid syntax');
  });

  it("keep the whole range of safe integers", () => {
    expect(int("").parse(undefined, "9007199254740991")).toBe(Number.MAX_SAFE_INTEGER);
  });
});

it("reads booleans as strconv does", () => {
  for (const yes of ["1", "t", "T", "true", "TRUE", "True"]) expect(parseBool(yes)).toBe(true);
  for (const no of ["0", "f", "F", "false", "FALSE", "False"]) expect(parseBool(no)).toBe(false);
  for (const bad of ["", "yes", "tRUE", " true"])
    expect(() => parseBool(bad)).toThrow(`strconv.ParseBool: parsing ${quote(bad)}: invalid syntax`);
});

it("quotes as strconv.Quote does", () => {
  expect(quote('a"b\\c\n\té\x01')).toBe('"a\\"b\\\\c\\n\\té\\x01"');
});

it("spells keys in kebab case", () => expect(kebab("noTrunc")).toBe("no-trunc"));
