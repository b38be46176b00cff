/** What people are told beyond Docker's texts: flags that are spelled alike. */
import { describe, expect, it } from "vitest";
import { lookupOf, parseArgs } from "../../../src/cli/pflag.js";
import { nearFlag } from "../../../src/cli/usage.js";
import { FlagError } from "../../../src/errors.js";

const known = () => ["all", "detach", "name", "no-trunc"].map((long) => ({ long }));

/** What pflag throws for a word that is no flag of the command. */
function unknown(word: string): FlagError {
  try {
    parseArgs([word], lookupOf([]), true, () => {});
  } catch (error) {
    return error as FlagError;
  }
  throw new Error(`${word} was parsed`);
}

describe("nearFlag", () => {
  it.each([
    ["--detch", "unknown flag: --detch", "Did you mean --detach?"],
    ["--no-trnc", "unknown flag: --no-trnc", "Did you mean --no-trunc?"],
    ["-name", "unknown shorthand flag: 'n' in -name", "Did you mean --name?"],
    ["--host", "unknown flag: --host", "'--host' stands before the command: 'dockline --host … ps'"],
    ["-H", "unknown shorthand flag: 'H' in -H", "'-H' stands before the command: 'dockline -H … ps'"],
    ["-D", "unknown shorthand flag: 'D' in -D", "'-D' stands before the command: 'dockline -D ps'"],
  ])("suggests a flag for %s, under the name dockline alone", async (word, message, hint) => {
    expect((await nearFlag("dockline", unknown(word), "dockline ps", known)).message).toBe(`${message}\n\n${hint}`);
    expect((await nearFlag("docker", unknown(word), "docker ps", known)).message).toBe(message);
  });

  it.each([
    ["unknown flag: --kubernetes", unknown("--kubernetes")],
    ["flag needs an argument: --name", new FlagError("flag needs an argument: --name")],
  ])("suggests nothing for %s", async (message, error) => {
    expect((await nearFlag("dockline", error, "dockline ps", known)).message).toBe(message);
  });
});
