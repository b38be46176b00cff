import { expect, it } from "vitest";
import { parseRfc3339 } from "../../../../src/values/time/rfc3339.js";

// What Go 1.24's time.Parse(time.RFC3339Nano, …) gives.
it.each<[string, object | undefined]>([
  ["2026-11-20T15:42:26.504802203Z", { seconds: 1_795_189_346, nanoseconds: 504_802_203, offset: 0 }],
  ["2026-11-20T15:42:26.5Z", { seconds: 1_795_189_346, nanoseconds: 500_000_000, offset: 0 }],
  ["2026-11-20T15:42:26,5Z", { seconds: 1_795_189_346, nanoseconds: 500_000_000, offset: 0 }],
  ["2026-11-20T17:42:26+02:00", { seconds: 1_795_189_346, nanoseconds: 0, offset: 7200 }],
  ["1969-12-31T23:59:59.9999999999-00:30", { seconds: 1799, nanoseconds: 999_999_999, offset: -1800 }],
  ["1970-01-01T00:00:00-00:00", { seconds: 0, nanoseconds: 0, offset: 0 }],
  ["1970-01-02T00:00:00+24:00", { seconds: 0, nanoseconds: 0, offset: 86_400 }],
  ["1970-01-01T1:00:00Z", { seconds: 3600, nanoseconds: 0, offset: 0 }],
  ["0001-01-01T00:00:00Z", { seconds: -62_135_596_800, nanoseconds: 0, offset: 0 }],
  ["0000-02-29T00:00:00Z", { seconds: -62_162_121_600, nanoseconds: 0, offset: 0 }],
  ["9999-12-31T23:59:59Z", { seconds: 253_402_300_799, nanoseconds: 0, offset: 0 }],
  ["2026-02-29T00:00:00Z", undefined],
  ["2026-00-01T00:00:00Z", undefined],
  ["2026-01-00T00:00:00Z", undefined],
  ["2026-01-01T24:00:00Z", undefined],
  ["2026-01-01T00:60:00Z", undefined],
  ["2026-01-01T00:00:60Z", undefined],
  ["2026-01-01T0:0:00Z", undefined],
  ["2026-01-01T00:00:00.Z", undefined],
  ["2026-01-01T00:00:00+25:00", undefined],
  ["2026-01-01T00:00:00+00:61", undefined],
  ["2026-01-01T00:00:00+0000", undefined],
  ["2026-01-01t00:00:00Z", undefined],
  ["2026-01-01T00:00:00z", undefined],
  ["2026-01-01 00:00:00Z", undefined],
  ["2026-01-01T00:00:00", undefined],
  ["2026-01-01T00:00:00Z ", undefined],
  ["", undefined],
])("%s", (text, instant) => {
  expect(parseRfc3339(text)).toEqual(instant);
});
