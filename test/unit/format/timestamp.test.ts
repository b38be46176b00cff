import { expect, it } from "vitest";
import { goTime, parseRfc3339 } from "../../../src/format/timestamp.js";
import { UTC } from "../../../src/format/zone.js";

it.each<[number, number, string]>([
  [1_795_189_346, 0, "2026-11-20 15:42:26 +0000 UTC"],
  [1_795_189_346, 504_802_200, "2026-11-20 15:42:26.5048022 +0000 UTC"],
  [0, 1, "1970-01-01 00:00:00.000000001 +0000 UTC"],
  [-62_135_596_800, 0, "0001-01-01 00:00:00 +0000 UTC"],
])("writes the time %d.%d", (seconds, nanoseconds, text) => {
  expect(goTime(seconds, UTC, nanoseconds)).toBe(text);
});

it.each<[number, string, string]>([
  [19_800, "+0530", "1970-01-01 05:30:00 +0530 +0530"],
  [-12_600, "NST", "1969-12-31 20:30:00 -0330 NST"],
])("writes a time at %d seconds east of Greenwich", (offset, name, text) => {
  expect(goTime(0, () => ({ offset, name }))).toBe(text);
});

it.each<[string, object | undefined]>([
  ["2026-11-20T15:42:26.504802203Z", { seconds: 1_795_189_346, nanoseconds: 504_802_203, offset: 0 }],
  ["2026-11-20T15:42:26.5Z", { seconds: 1_795_189_346, nanoseconds: 500_000_000, offset: 0 }],
  ["2026-11-20T17:42:26+02:00", { seconds: 1_795_189_346, nanoseconds: 0, offset: 7200 }],
  ["1969-12-31T23:59:59.9999999999-00:30", { seconds: 1799, nanoseconds: 999_999_999, offset: -1800 }],
  ["0001-01-01T00:00:00Z", { seconds: -62_135_596_800, nanoseconds: 0, offset: 0 }],
  ["2026-02-29T00:00:00Z", undefined],
  ["2026-01-01T24:00:00Z", undefined],
  ["2026-01-01 00:00:00Z", undefined],
  ["2026-01-01T00:00:00", undefined],
  ["", undefined],
])("reads %s", (text, instant) => {
  expect(parseRfc3339(text)).toEqual(instant);
});
