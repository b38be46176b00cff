import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FlagName, lookupOf, parseArgs } from "../../../src/cli/pflag.js";

const known: FlagName[] = [
  { long: "all", short: "a", bare: "true" },
  { long: "quiet", short: "q", bare: "true" },
  { long: "last", short: "n" },
  { long: "format" },
];

function parse(argv: string[], interspersed = true) {
  const flags: [string, string][] = [];
  const args = parseArgs(argv, lookupOf(known), interspersed, (flag, raw) => flags.push([flag.long, raw]));
  return { flags, args };
}

describe("parseArgs takes what pflag takes", () => {
  it.each<[string[], [string, string][], string[]]>([
    [["-a"], [["all", "true"]], []],
    [
      ["-aq"],
      [
        ["all", "true"],
        ["quiet", "true"],
      ],
      [],
    ],
    [
      ["-aqn5"],
      [
        ["all", "true"],
        ["quiet", "true"],
        ["last", "5"],
      ],
      [],
    ],
    [["-n=5"], [["last", "5"]], []],
    [["-n", "5"], [["last", "5"]], []],
    [["-n", "-5"], [["last", "-5"]], []],
    [["-n="], [["last", "="]], []],
    [["-a=false"], [["all", "false"]], []],
    [
      ["-aq=false"],
      [
        ["all", "true"],
        ["quiet", "false"],
      ],
      [],
    ],
    [["--all", "false"], [["all", "true"]], ["false"]],
    [["--last=5", "x"], [["last", "5"]], ["x"]],
    [["--last", "--all"], [["last", "--all"]], []],
    [["--format="], [["format", ""]], []],
    [["x", "-a", "y"], [["all", "true"]], ["x", "y"]],
    [["x", "--", "-a"], [], ["x", "-a"]],
    [["-", "-a"], [["all", "true"]], ["-"]],
    [["", "-a"], [["all", "true"]], [""]],
    [
      ["--format", "a=b=c", "--format=a=b"],
      [
        ["format", "a=b=c"],
        ["format", "a=b"],
      ],
      [],
    ],
  ])("parses %j", (argv, flags, args) => expect(parse(argv)).toEqual({ flags, args }));

  it("stops at the first argument if options and arguments do not mix", () => {
    expect(parse(["-a", "image", "-q", "--", "x"], false)).toEqual({ flags: [["all", "true"]], args: ["image", "-q", "--", "x"] });
    expect(parse(["--", "-a"], false)).toEqual({ flags: [], args: ["-a"] });
  });
});

// Texts as docker 28.2.2 prints them.
describe("parseArgs refuses what pflag refuses", () => {
  it.each([
    [["--foo"], "unknown flag: --foo"],
    [["--foo=1"], "unknown flag: --foo"],
    [["-x"], "unknown shorthand flag: 'x' in -x"],
    [["-aqx"], "unknown shorthand flag: 'x' in -x"],
    [["-q="], "unknown shorthand flag: '=' in -="],
    [["-é"], "unknown shorthand flag: 'Ã' in -é"],
    [["-\x01"], "unknown shorthand flag: '\\x01' in -\x01"],
    [["-n"], "flag needs an argument: 'n' in -n"],
    [["-an"], "flag needs an argument: 'n' in -n"],
    [["--last"], "flag needs an argument: --last"],
    [["---a"], "bad flag syntax: ---a"],
    [["--="], "bad flag syntax: --="],
    [["--=x"], "bad flag syntax: --=x"],
  ])("refuses %j", (argv, message) => expect(() => parse(argv)).toThrow(message));

  it("reports the first mistake of the line", () => {
    const refuse = (argv: string[]) =>
      parseArgs(argv, lookupOf(known), true, (flag) => {
        throw new Error(`bad ${flag.long}`);
      });
    expect(() => refuse(["-n", "x", "--foo"])).toThrow("bad last");
    expect(() => refuse(["--foo", "-n", "x"])).toThrow("unknown flag: --foo");
  });
});

it("accounts for every word of argv as flag, value or argument", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("-a", "-q", "-n", "5", "x", "--all", "--last=3", "--format", "y", "--")), (argv) => {
      let result: ReturnType<typeof parse>;
      try {
        result = parse(argv);
      } catch (error) {
        expect((error as Error).message).toMatch(/^flag needs an argument/);
        return;
      }
      const words = result.args.length + result.flags.length;
      expect(words).toBeLessThanOrEqual(argv.length);
      expect(result.args.filter((arg) => !(argv as string[]).includes(arg))).toEqual([]);
    }),
  );
});
