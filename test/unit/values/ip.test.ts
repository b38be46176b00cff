import { isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkIp, isLoopback, normalizeIp } from "../../../src/values/ip.js";

describe("normalizeIp, isLoopback, checkIp", () => {
  it.each([
    ["1.2.3.4", "1.2.3.4"],
    ["::", "::"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["1::0:3:4:5:6:7", "1::3:4:5:6:7"],
    ["::ffff:1.2.3.4", "1.2.3.4"],
    ["::1.2.3.4", "::102:304"],
  ])("normalizes %s", (raw, normal) => expect(normalizeIp(raw)).toBe(normal));

  it.each([
    "",
    "1.2.3",
    "01.2.3.4",
    "256.1.1.1",
    "1.2.3.4.5",
    ":",
    ":::",
    "1::2::3",
    "12345::",
    "::g",
    "::1%eth0",
    "1:2:3:4:5:6:7:8::",
    "[::1]",
  ])("returns nothing for %s", (raw) => expect(normalizeIp(raw)).toBeUndefined());

  it("agrees with Node on what is an address", () =>
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), (text) => {
        expect(normalizeIp(text) !== undefined).toBe(isIP(text) !== 0 && !text.includes("%"));
        const normal = normalizeIp(text);
        if (normal !== undefined) expect(normalizeIp(normal)).toBe(normal);
      }),
    ));

  it("knows loopback addresses", () =>
    expect(["127.0.0.1", "127.9.9.9", "::1", "128.0.0.1", "::2", "x"].map(isLoopback)).toEqual([true, true, true, false, false, false]));
  it("drops blanks around an address", () => expect(checkIp(" 1.2.3.4\t")).toBe("1.2.3.4"));
});
