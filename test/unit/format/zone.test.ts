import { describe, expect, it } from "vitest";
import { lazyZone, localZone, parseZoneFile, UTC } from "../../../src/format/zone.js";
import { parseZoneRule } from "../../../src/values/time/zone-rule.js";

const seconds = (iso: string) => Date.parse(iso) / 1000;
const show = (zone: ReturnType<typeof localZone> | undefined, iso: string) => {
  const found = zone?.(seconds(iso));
  return `${found?.name} ${found?.offset}`;
};

describe("the rule of a zone for the future", () => {
  it.each<[string, string, string]>([
    ["UTC0", "2026-01-01T00:00:00Z", "UTC 0"],
    ["<+0530>-5:30", "2026-01-01T00:00:00Z", "+0530 19800"],
    ["CET-1CEST,M3.5.0,M10.5.0/3", "2040-03-25T00:59:59Z", "CET 3600"],
    ["CET-1CEST,M3.5.0,M10.5.0/3", "2040-03-25T01:00:00Z", "CEST 7200"],
    ["CET-1CEST,M3.5.0,M10.5.0/3", "2040-10-28T00:59:59Z", "CEST 7200"],
    ["CET-1CEST,M3.5.0,M10.5.0/3", "2040-10-28T01:00:00Z", "CET 3600"],
    ["AEST-10AEDT,M10.1.0,M4.1.0/3", "2040-01-01T00:00:00Z", "AEDT 39600"],
    ["AEST-10AEDT,M10.1.0,M4.1.0/3", "2040-07-01T00:00:00Z", "AEST 36000"],
    ["EST5EDT", "2040-07-01T00:00:00Z", "EDT -14400"],
    ["<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2040-01-01T00:00:00Z", "+11 39600"],
    ["XXX0YYY,J60/0,J61/0", "2040-03-01T00:30:00Z", "YYY 3600"],
    ["XXX0YYY,59/0,60/0", "2040-02-29T00:30:00Z", "YYY 3600"],
  ])("gives the offset of %s at %s", (rule, moment, shown) => {
    expect(show(parseZoneRule(rule), moment)).toBe(shown);
  });

  it.each(["", "CET", "1CET", "CET-1CEST,M3", "CET-1CEST,M3.5.0/x,M10.5.0"])("is refused: %j", (text) => {
    expect(parseZoneRule(text)).toBeUndefined();
  });
});

/** A zone file of version 1 or 2 with two types and one change. */
function zoneFile(version: 0 | 50, change: number, rule: string): Uint8Array {
  const block = (timeBytes: 4 | 8) => {
    const body = Buffer.alloc(44 + timeBytes + 1 + 12 + 8);
    body.write("TZif", 0);
    body[4] = version;
    body.writeUInt32BE(1, 32);
    body.writeUInt32BE(2, 36);
    body.writeUInt32BE(8, 40);
    if (timeBytes === 8) body.writeBigInt64BE(BigInt(change), 44);
    else body.writeInt32BE(change, 44);
    body[44 + timeBytes] = 1;
    const types = 44 + timeBytes + 1;
    body.writeInt32BE(3600, types);
    body.writeInt32BE(7200, types + 6);
    body[types + 10] = 1;
    body[types + 11] = 4;
    body.write("AAA\0BBB\0", types + 12, "latin1");
    return body;
  };
  return version === 0 ? block(4) : Buffer.concat([block(4), block(8), Buffer.from(`\n${rule}\n`)]);
}

describe("zone files", () => {
  it("have no rule in the first version", () => {
    const zone = parseZoneFile(zoneFile(0, 1000, ""));
    expect([zone(999), zone(1000), zone(2 ** 40)].map(({ name, offset }) => `${name} ${offset}`)).toEqual([
      "AAA 3600",
      "BBB 7200",
      "BBB 7200",
    ]);
  });

  it("end in a rule in later versions", () => {
    const zone = parseZoneFile(zoneFile(50, 1000, "CCC-3"));
    expect([zone(999), zone(1000)].map(({ name, offset }) => `${name} ${offset}`)).toEqual(["AAA 3600", "CCC 10800"]);
  });

  it.each([new Uint8Array(0), Buffer.from("no zone file at all, but long enough for a header"), zoneFile(50, 1, "X0").slice(0, 80)])(
    "refuses %#",
    (bytes) => {
      expect(() => parseZoneFile(bytes)).toThrow();
    },
  );
});

describe("TZ", () => {
  const read = (wanted: string) => (file: string) => {
    if (file !== wanted) throw new Error("no such file");
    return zoneFile(50, 1000, "CCC-3");
  };

  it.each<[string | undefined, string, string]>([
    [undefined, "/etc/localtime", "CCC"],
    ["Europe/Here", "/usr/share/zoneinfo/Europe/Here", "CCC"],
    [":Europe/Here", "/usr/lib/locale/TZ/Europe/Here", "CCC"],
    ["/own/zone", "/own/zone", "CCC"],
    ["Not/There", "/own/zone", "UTC"],
    ["", "/etc/localtime", "UTC"],
    ["UTC", "/usr/share/zoneinfo/UTC", "UTC"],
  ])("is found for %j", (tz, file, name) => {
    expect(localZone(tz, read(file))(5000).name).toBe(name);
  });

  it("is UTC if it is empty", () => expect(lazyZone("")(0)).toEqual(UTC(0)));
});
