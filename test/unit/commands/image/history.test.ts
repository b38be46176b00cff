// Values as docker 28.2.2 prints them.
import { describe, expect, it } from "vitest";
import { type HistoryLayer, historyView } from "../../../../src/commands/image/history-view.js";
import type { ViewOptions } from "../../../../src/format/view.js";

const layer: HistoryLayer = {
  Id: `sha256:${"0123456789abcdef".repeat(4)}`,
  Created: 1_700_000_000,
  CreatedBy: `/bin/sh -c #(nop)\tADD file:${"a".repeat(34)} in /`,
  Size: 1_979_000,
  Comment: "note",
};
const options = (more: Partial<ViewOptions> = {}): ViewOptions => ({
  trunc: true,
  now: Date.parse("2026-11-21T00:00:00Z"),
  dialect: "docker",
  zone: () => ({ offset: 0, name: "UTC" }),
  ...more,
});

function row(human: boolean, change: Partial<HistoryLayer> = {}, more: Partial<ViewOptions> = {}) {
  const { columns } = historyView(human);
  return Object.fromEntries(Object.entries(columns).map(([name, { value }]) => [name, value({ ...layer, ...change }, options(more))]));
}

describe("history", () => {
  it("cuts ids and commands", () => {
    expect(row(true)).toEqual({
      ID: "0123456789ab",
      CreatedSince: "3 years ago",
      CreatedAt: "2023-11-14T22:13:20Z",
      CreatedBy: `/bin/sh -c #(nop) ADD file:${"a".repeat(17)}…`,
      Size: "1.98MB",
      Comment: "note",
    });
  });

  it("shows them whole with --no-trunc", () => {
    expect(row(true, {}, { trunc: false })).toMatchObject({ ID: layer.Id, CreatedBy: layer.CreatedBy.replace("\t", " ") });
  });

  it("prints bytes and times as numbers with --human=false", () => {
    expect(row(false)).toMatchObject({ CreatedSince: "2023-11-14T22:13:20Z", Size: "1979000" });
    expect(historyView(false).table).toContain("CreatedAt");
    expect(historyView(true).table).toContain("CreatedSince");
  });

  it.each([0, -5, 946_684_800])("prints no age for the time %i", (Created) => expect(row(true, { Created }).CreatedSince).toBe("N/A"));
  it("prints the age of a time after 2000", () => expect(row(true, { Created: 946_684_801 }).CreatedSince).toBe("26 years ago"));

  it.each([
    [19_800, "2023-11-15T03:43:20+05:30"],
    [-12_600, "2023-11-14T18:43:20-03:30"],
  ])("writes the zone %i s east of Greenwich", (offset, text) => {
    expect(row(true, {}, { zone: () => ({ offset, name: "" }) }).CreatedAt).toBe(text);
  });

  it.each(["<missing>", "", "abc"])("does not shorten the ID %j", (Id) => expect(row(true, { Id }).ID).toBe(Id));
});
