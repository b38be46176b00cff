import { expect, it } from "vitest";
import { parseGoTime } from "../../../../src/values/time/layout.js";

const WHOLE = "2006-01-02T15:04:05Z07:00";

// Texts as docker 28.2.2 prints them for `events --since`.
it.each([
  [WHOLE, "2026-01-01T10:00:00+25:00", 'parsing time "2026-01-01T10:00:00+25:00": time zone offset hour out of range'],
  [WHOLE, "2026-01-01T10:00:00+24:61", 'parsing time "2026-01-01T10:00:00+24:61": time zone offset minute out of range'],
  [WHOLE, "2026-01-01T10:0:00Z", `parsing time "2026-01-01T10:0:00Z" as "${WHOLE}": cannot parse "0:00Z" as "04"`],
  [WHOLE, "2026-01-01T10:00:00.Z", `parsing time "2026-01-01T10:00:00.Z" as "${WHOLE}": cannot parse ".Z" as "Z07:00"`],
  ["2006-01-02", "2026-00-01", 'parsing time "2026-00-01": month out of range'],
  ["2006-01-02", "2026-01-00", 'parsing time "2026-01-00": day out of range'],
  ["2006-01-02", "2026-01-01é", 'parsing time "2026-01-01\\xc3\\xa9": extra text: "\\xc3\\xa9"'],
])("%s refuses %s as Go does", (layout, value, message) => {
  expect(() => parseGoTime(layout, value)).toThrow(new Error(message));
});

it("reads a time without a zone as a local one", () => {
  const date = new Date(2026, 6, 1, 10, 30);
  expect(parseGoTime("2006-01-02T15:04", "2026-07-01T10:30")).toEqual({
    seconds: date.getTime() / 1000,
    nanoseconds: 0,
    offset: 0 - date.getTimezoneOffset() * 60,
  });
});
