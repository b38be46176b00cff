import { describe, expect, it } from "vitest";
import { ago, bytesSize, humanDuration, humanSize, statusAge } from "../../../src/format/units.js";

// Printed by docker 28.2.2: images' Size (3 digits), VirtualSize (4), info's Total Memory.
describe("sizes", () => {
  it.each<[number, string, string]>([
    [0, "0B", "0B"],
    [-1, "-1B", "-1B"],
    [910, "910B", "910B"],
    [999, "999B", "999B"],
    [1000, "1kB", "1kB"],
    [1005, "1kB", "1.005kB"],
    [2048, "2.05kB", "2.048kB"],
    [99_950, "100kB", "99.95kB"],
    [243_050, "243kB", "243.1kB"],
    [5365, "5.37kB", "5.365kB"],
    [999_499, "999kB", "999.5kB"],
    [999_960, "1e+03kB", "1000kB"],
    [1_984_213, "1.98MB", "1.984MB"],
    [273_700_000, "274MB", "273.7MB"],
    [2 ** 50, "1.13PB", "1.126PB"],
  ])("are Docker's for %d", (bytes, three, four) => {
    expect([humanSize(bytes, "docker", 3), humanSize(bytes)]).toEqual([three, four]);
  });

  it.each<[number, string]>([
    [1_114_112, "1.062MiB"],
    [1_115_136, "1.063MiB"],
    [0, "0B"],
    [1023, "1023B"],
    [16_729_239_552, "15.58GiB"],
    [1_048_575, "1024KiB"],
    [1_180_591_620_717_411, "1.049PiB"],
  ])("are Docker's for %d in powers of 1024", (bytes, text) => {
    expect(bytesSize(bytes)).toBe(text);
  });

  it.each<[number, string]>([
    [910, "910 B"],
    [2048, "2.048 kB"],
    [275_100_000, "275.1 MB"],
    [247_000_000, "247 MB"],
    [0, "0 B"],
  ])("print %d as in the classic layout", (bytes, text) => {
    expect(humanSize(bytes, "dockline", 3)).toBe(text);
  });

  it("print memory as in the classic layout", () => expect(bytesSize(16_729_239_552, "dockline")).toBe("15.58 GiB"));
});

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;

describe("ages", () => {
  it.each<[number, string]>([
    [-5, "Less than a second"],
    [0.9, "Less than a second"],
    [1, "1 second"],
    [59.9, "59 seconds"],
    [MINUTE, "About a minute"],
    [2 * MINUTE - 1, "About a minute"],
    [2 * MINUTE, "2 minutes"],
    [HOUR - 1, "59 minutes"],
    [HOUR, "About an hour"],
    [1.5 * HOUR - 1, "About an hour"],
    [1.5 * HOUR, "2 hours"],
    [47.5 * HOUR - 1, "47 hours"],
    [47.5 * HOUR, "2 days"],
    [14 * DAY - HOUR, "13 days"],
    [14 * DAY, "2 weeks"],
    [60 * DAY - HOUR, "8 weeks"],
    [60 * DAY, "2 months"],
    [730 * DAY - HOUR, "24 months"],
    [730 * DAY, "2 years"],
    [1e12, "292 years"],
  ])("are Docker's for %d seconds", (seconds, words) => {
    expect(humanDuration(seconds)).toBe(words);
  });

  it.each<[number, string]>([
    [0.5, "Less than a second"],
    [1, "1s"],
    [24, "24s"],
    [MINUTE, "About a minute"],
    [38 * MINUTE, "38 minutes"],
  ])("print %d seconds as in the classic layout", (seconds, words) => {
    expect(humanDuration(seconds, "dockline")).toBe(words);
  });

  it("are counted from seconds to milliseconds", () => expect(ago(100, 220_000)).toBe("2 minutes ago"));

  it.each([
    ["Up 24 seconds", "Up 24s"],
    ["Exited (0) 1 second ago", "Exited (0) 1s ago"],
    ["Up Less than a second", "Up Less than a second"],
    ["Up 27 minutes (healthy)", "Up 27 minutes (healthy)"],
  ])("print the status %s", (engine, classic) => {
    expect(statusAge(engine, "dockline")).toBe(classic);
    expect(statusAge(engine, "docker")).toBe(engine);
  });
});
