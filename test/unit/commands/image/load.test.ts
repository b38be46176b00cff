// Requests as docker 28.2.2 sends them.
import { describe, expect, it } from "vitest";
import type { Flags } from "../../../../src/cli/flags.js";
import { parseCommand } from "../../../../src/cli/parse-command.js";
import type { Command } from "../../../../src/cli/spec.js";
import load, { toLoadQuery } from "../../../../src/commands/image/load.js";
import { encodeQuery } from "../../../../src/engine/query.js";

const parse = (command: unknown, argv: string[]) => parseCommand(command as Command<Flags>, argv);
const HOST = { os: "linux", architecture: "amd64" };

describe("toLoadQuery", () => {
  const platform = "%7B%22architecture%22%3A%22amd64%22%2C%22os%22%3A%22linux%22%7D";

  it.each<[string[], boolean, string]>([
    [[], true, "?quiet=0"],
    [[], false, "?quiet=1"],
    [["-q"], true, "?quiet=1"],
    [["--platform", "linux/amd64"], false, `?platform=${platform}&quiet=1`],
  ])("makes the query of load %j (on a terminal: %s)", (argv, terminal, query) => {
    expect(encodeQuery(toLoadQuery(parse(load, argv).values as never, terminal, HOST))).toBe(query);
  });

  it("says that the platform is invalid", () => {
    const { values } = parse(load, ["--platform", "/"]);
    expect(() => toLoadQuery(values as never, true, HOST)).toThrow(/^invalid platform: "" is an invalid OS component of "\/"/);
  });
});
