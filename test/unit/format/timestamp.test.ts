import { expect, it } from "vitest";
import { goTime } from "../../../src/format/timestamp.js";
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
