import { describe, expect, it } from "vitest";
import { formatPlatform, hostPlatform, parsePlatform } from "../../../src/values/platform.js";
import { quote } from "../../../src/values/quote.js";

const mac = hostPlatform("darwin", "arm64");
const shown = (raw: string) => formatPlatform(parsePlatform(raw, mac));

describe("parsePlatform", () => {
  it("knows the client's platform", () => {
    expect(hostPlatform("win32", "x64")).toEqual({ os: "windows", architecture: "amd64" });
    expect(hostPlatform("linux", "ia32")).toEqual({ os: "linux", architecture: "386" });
  });

  it.each([
    ["linux", "linux/arm64"],
    ["amd64", "darwin/amd64"],
    ["macos", "darwin/arm64"],
    ["LINUX/X86-64", "linux/amd64"],
    ["linux/arm", "linux/arm"],
    ["linux/arm/6", "linux/arm/v6"],
    ["linux/arm64/v8", "linux/arm64/v8"],
    ["linux/amd64/v3", "linux/amd64/v3"],
    ["windows(10.0.17763)/amd64", "windows/amd64"],
  ])("parses %s", (raw, text) => expect(shown(raw)).toBe(text));

  it.each([
    ["nope", '"nope": unknown operating system or architecture: invalid argument'],
    ["a/b/c/d", '"a/b/c/d": cannot parse platform specifier: invalid argument'],
    ["*", '"*": wildcards not yet supported: invalid argument'],
  ])("refuses %s", (raw, message) => expect(() => shown(raw)).toThrow(new Error(message)));
});

describe("Go's quotes", () => {
  it.each([
    ['a"b\\', '"a\\"b\\\\"'],
    ["\x07\b\f\n\r\t\v\0\x7f", '"\\a\\b\\f\\n\\r\\t\\v\\x00\\x7f"'],
    ["é 日 😀", '"é 日 😀"'],
    ["\u00a0\u200b\u{e0001}", '"\\u00a0\\u200b\\U000e0001"'],
  ])("quotes %j", (text, quoted) => expect(quote(text)).toBe(quoted));
});

it("keeps the version of an operating system", () => {
  const host = { os: "linux", architecture: "amd64" };
  expect(parsePlatform("windows(10.0.17763)/amd64", host)).toMatchObject({ os: "windows", architecture: "amd64", osVersion: "10.0.17763" });
  expect(parsePlatform("windows(10.0)", host)).toMatchObject({ os: "windows", osVersion: "10.0" });
  expect(parsePlatform("linux/arm64", host)).not.toHaveProperty("osVersion");
});
