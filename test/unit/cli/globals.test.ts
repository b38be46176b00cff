import { describe, expect, it } from "vitest";
import { checkArity } from "../../../src/cli/arity.js";
import { parseGlobals } from "../../../src/cli/globals.js";
import { distance, suggest } from "../../../src/cli/suggest.js";
import { compareVersions } from "../../../src/values/version.js";

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

describe("checkArity", () => {
  const check = (min: number, max: number | undefined, given: number) => () =>
    checkArity("docker", "docker x", "docker x [OPTIONS]", { min, ...(max !== undefined && { max }) }, given);
  it.each<[number, number | undefined, number, string]>([
    [0, 0, 1, "docker: 'docker x' accepts no arguments\n\nUsage:  docker x [OPTIONS]\n\nRun 'docker x --help' for more information"],
    [1, undefined, 0, "requires at least 1 argument\n\nUsage:  docker x [OPTIONS]\n\nSee '"],
    [2, undefined, 1, "requires at least 2 arguments\n"],
    [1, 1, 2, "requires 1 argument\n\nUsage:  docker x [OPTIONS]\n\nRun '"],
    [2, 2, 0, "requires 2 arguments\n"],
    [0, 1, 2, "requires at most 1 argument\n\nUsage:  docker x [OPTIONS]\n\nSRun '"],
    [1, 2, 3, "requires at least 1 and at most 2 arguments\n"],
  ])("reports %s to %s arguments, given %s", (min, max, given, text) => expect(check(min, max, given)).toThrow(text));
  it("accepts the right number", () => {
    for (const given of [1, 2]) expect(check(1, 2, given)).not.toThrow();
    expect(check(1, undefined, 99)).not.toThrow();
  });
});

describe("suggestions", () => {
  it("count a swap of neighbours as one edit", () => {
    expect(distance("sp", "ps")).toBe(1);
    expect(distance("iamges", "images")).toBe(1);
    expect(distance("abc", "xyz")).toBe(3);
  });
  it("name the closest first and nothing far off", () => {
    const known = ["ps", "pull", "push", "images", "inspect", "start", "stats"];
    expect(suggest("psu", known)[0]).toBe("ps");
    expect(suggest("iamges", known)).toEqual(["images"]);
    expect(suggest("stast", known)).toEqual(["start", "stats"]);
    expect(suggest("inst", known)).toEqual([]);
    expect(suggest("insp", known)).toEqual(["inspect"]);
    expect(suggest("kubernetes", known)).toEqual([]);
  });
});

it("compares versions by their numbers", () => {
  expect(compareVersions("1.9", "1.10")).toBeLessThan(0);
  expect(compareVersions("1.50", "1.50")).toBe(0);
  expect(compareVersions("2", "1.51")).toBeGreaterThan(0);
});
