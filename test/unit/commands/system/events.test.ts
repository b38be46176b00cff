import { describe, expect, it } from "vitest";
import { toEventsQuery } from "../../../../src/commands/system/events.js";
import { eventTemplate, formatEvent } from "../../../../src/commands/system/events-format.js";
import { eventLine, eventTime, readEvent } from "../../../../src/commands/system/events-message.js";
import { UTC } from "../../../../src/format/zone.js";

const NOW = Date.UTC(2026, 0, 1);

describe("toEventsQuery", () => {
  it.each([
    ["", "", undefined, undefined],
    ["1h", "0s", "1767222000", "1767225600"],
    ["10", "20.5", "10", "20.5"],
    ["2025-12-31T00:00:00Z", "", "1767139200.000000000", undefined],
  ])("turns %s into %s", (since, until, from, to) => {
    expect(toEventsQuery({ filter: {}, since, until }, NOW)).toEqual({ filters: {}, since: from, until: to });
  });

  it("refuses invalid times", () => {
    expect(() => toEventsQuery({ filter: {}, since: "foo", until: "" }, NOW)).toThrow('failed to parse value as time or duration: "foo"');
  });
});

describe("eventTime", () => {
  it.each([
    [1_767_323_045_123_456_789n, 0, "2026-01-02T03:04:05.123456789Z"],
    [1_767_323_045_000_000_000n, 3600, "2026-01-02T04:04:05.000000000+01:00"],
    [1_767_323_045_000_000_001n, -12_600, "2026-01-01T23:34:05.000000001-03:30"],
    [-1n, 0, "1969-12-31T23:59:59.999999999Z"],
  ])("gives the time of an event with time %d and timeNano %d", (moment, offset, text) => {
    expect(eventTime(moment, () => ({ offset, name: "X" }))).toBe(text);
  });
});

it.each([
  ['{"Type":"a","Action":"b","Actor":{"ID":"c","Attributes":{"z":"1","b":"x, y"}}}', "a b c (b=x, y, z=1)"],
  ['{"Type":"a","Action":"b","Actor":{"ID":"c","Attributes":{}},"time":5}', "1970-01-01T00:00:05.000000000Z a b c"],
  ['{"time":5,"timeNano":9007199254740993}', "1970-04-15T05:59:59.254740993Z   "],
  ["null", "  "],
])("prints the line of %s", (message, line) => {
  expect(eventLine(readEvent(message), UTC)).toBe(line);
});

describe("events --format", () => {
  const printed = (format: string, message: string) => {
    let text = "";
    formatEvent(eventTemplate(format), readEvent(message), (piece) => {
      text += piece;
    });
    return text;
  };

  it("prints JSON with the fields in Go's order and every digit", () => {
    expect(printed("json", '{"timeNano":1767323045123456789,"time":1,"Actor":{"ID":"i"},"Action":"<","Type":"t"}')).toBe(
      '{"Type":"t","Action":"<","Actor":{"ID":"i","Attributes":null},"time":1,"timeNano":1767323045123456789}',
    );
  });

  it.each([
    ["{{", "Error parsing format: template: :1: unclosed action"],
    ["{{.Foo}}", `Error parsing format: template: :1:2: executing "" at <.Foo>: can't evaluate field Foo in type *events.Message`],
  ])("refuses %s", (format, message) => {
    expect(() => eventTemplate(format)).toThrow(expect.objectContaining({ message, exitCode: 64 }));
  });
});
