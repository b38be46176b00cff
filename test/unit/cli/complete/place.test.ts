import { expect, it } from "vitest";
import { placeOf } from "../../../../src/cli/complete/place.js";
import { type FlagName, lookupOf } from "../../../../src/cli/pflag.js";

const known = lookupOf<FlagName>([
  { long: "interactive", short: "i", bare: "true" },
  { long: "tty", short: "t", bare: "true" },
  { long: "signal", short: "s" },
  { long: "name" },
]);

/** "name=ro" a value, "flag" a flag, "2" the third argument. */
function told(words: readonly string[], interspersed = true): string {
  const { args, value, flag } = placeOf(words.slice(0, -1), words.at(-1) ?? "", known, interspersed);
  if (value) return `${value.before}|${value.flag.long}=${value.typed}`;
  return flag ? "flag" : `${args.length}`;
}

it.each([
  [[""], "0"],
  [["a", ""], "1"],
  [["a", "-i", "b", "c"], "2"],
  [["-"], "flag"],
  [["--"], "flag"],
  [["a", "--na"], "flag"],
  [["--", "--na"], "0"],
  [["a", "--", "-"], "1"],
  [["--name", ""], "|name="],
  [["--name", "-x"], "|name=-x"],
  [["--name", "x", ""], "0"],
  [["--name="], "|name="],
  [["--name=a=b"], "|name=a=b"],
  [["--name", "--", ""], "0"],
  [["-s", "K"], "|signal=K"],
  [["-sK"], "-s|signal=K"],
  [["-s=K"], "|signal=K"],
  [["-itsK"], "-its|signal=K"],
  [["-its", "K"], "|signal=K"],
  [["-it"], "flag"],
  [["-xsK"], "flag"],
  [["--unknown", ""], "0"],
  [["--unknown", "--name", "v"], "|name=v"],
  [["---", ""], "0"],
])("completes %j: %s", (words, expected) => expect(told(words)).toBe(expected));

it.each([
  [["-i", "-"], "flag"],
  [["image", "-"], "1"],
  [["image", "--name", "x"], "2"],
])("completes, with options before the first argument only, %j: %s", (words, expected) => expect(told(words, false)).toBe(expected));

it("says what was written so far", () => {
  const { written } = placeOf(["-it", "--name=a", "x", "--name", "b"], "", known, true);
  expect([...written]).toEqual([
    ["interactive", ["true"]],
    ["tty", ["true"]],
    ["name", ["a", "b"]],
  ]);
});
