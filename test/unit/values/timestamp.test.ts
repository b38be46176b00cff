import { describe, expect, it } from "vitest";
import { toTimestamp } from "../../../src/values/timestamp.js";

const NOW = Date.parse("2026-11-20T12:00:00.750Z");
const seconds = (text: string) => String(Date.parse(text) / 1000);

describe("timestamps", () => {
  it.each([
    ["10m", String(Math.floor((NOW - 600_000) / 1000))],
    ["1.5h", String(Math.floor((NOW - 5_400_000) / 1000))],
    ["-5s", String(Math.floor((NOW + 5_000) / 1000))],
    ["2026-01-01T00:00:00Z", `${seconds("2026-01-01T00:00:00Z")}.000000000`],
    ["2026-01-01T00:00Z", `${seconds("2026-01-01T00:00:00Z")}.000000000`],
    ["2026-01-01T01:00:00+01:00", `${seconds("2026-01-01T00:00:00Z")}.000000000`],
    ["2026-01-01T00:00:00.123456789Z", `${seconds("2026-01-01T00:00:00Z")}.123456789`],
    ["2026-01-01Z", `${seconds("2026-01-01T00:00:00Z")}.000000000`],
    ["2026-01-01", `${new Date(2026, 0, 1).getTime() / 1000}.000000000`],
    ["2026-01-01T10:30", `${new Date(2026, 0, 1, 10, 30).getTime() / 1000}.000000000`],
    ["1136073845", "1136073845"],
    ["1136073845.000000001", "1136073845.000000001"],
    ["0", "0"],
  ])("reads %s", (value, unix) => expect(toTimestamp(value, NOW)).toBe(unix));

  // Texts as docker 28.2.2 prints them.
  it.each([
    ["2026-13-01", 'parsing time "2026-13-01": month out of range'],
    ["2026-01-32", 'parsing time "2026-01-32": day out of range'],
    ["2026-02-29", 'parsing time "2026-02-29": day out of range'],
    ["abc", 'failed to parse value as time or duration: "abc"'],
    ["12a", 'failed to parse value as time or duration: "12a"'],
    ["-5", 'parsing time "-5" as "2006-01-02": cannot parse "-5" as "2006"'],
    ["2026-01-01T25", 'parsing time "2026-01-01T25": hour out of range'],
    ["2026-01", 'parsing time "2026-01" as "2006-01-02": cannot parse "" as "-"'],
    ["2026-1-1", 'parsing time "2026-1-1" as "2006-01-02": cannot parse "1-1" as "01"'],
    [
      "2026-01-01T10:00:00.Z",
      'parsing time "2026-01-01T10:00:00.Z" as "2006-01-02T15:04:05.999999999Z07:00": cannot parse ".Z" as "Z07:00"',
    ],
    ["2026-01-01 10:00", 'parsing time "2026-01-01 10:00": extra text: " 10:00"'],
  ])("refuses %s", (value, message) => expect(() => toTimestamp(value, NOW)).toThrow(new Error(message)));
});
