import { describe, expect, it } from "vitest";
import { parseGlobals } from "../../../src/cli/globals.js";

describe("parseGlobals", () => {
  it("stops at the command", () => {
    const parsed = parseGlobals(["-DH", "tcp://a:1", "--tls", "--log-level=warn", "-c", "x", "ps", "-a", "-D"]);
    expect(parsed.rest).toEqual(["ps", "-a", "-D"]);
    expect(parsed.global).toMatchObject({ debug: true, hosts: ["tcp://a:1"], tls: true, logLevel: "warn", context: "x" });
  });

  it("tells options that were written from defaults", () => {
    expect(parseGlobals([]).global).toMatchObject({ tls: undefined, tlsverify: undefined, config: undefined, hosts: [] });
    expect(parseGlobals(["--tlsverify=false"]).global.tlsverify).toBe(false);
    expect(parseGlobals(["-H", "a", "-H", "b"]).global.hosts).toEqual(["a", "b"]);
  });

  it.each([
    [["--foo"], "unknown flag: --foo"],
    [["-H"], "flag needs an argument: 'H' in -H"],
    [["--tls=x"], 'invalid argument "x" for "--tls" flag: strconv.ParseBool: parsing "x": invalid syntax'],
    [["-l", "bad"], "Unable to parse logging level: bad"],
  ])("refuses %j", (argv, message) => expect(() => parseGlobals(argv)).toThrow(message));
});
