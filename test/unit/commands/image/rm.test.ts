// Requests as docker 28.2.2 sends them.
import { describe, expect, it } from "vitest";
import type { Flags } from "../../../../src/cli/flags.js";
import { parseCommand } from "../../../../src/cli/parse-command.js";
import type { Command } from "../../../../src/cli/spec.js";
import rm, { toImageRmQuery } from "../../../../src/commands/image/rm.js";
import { encodeQuery } from "../../../../src/engine/query.js";

const parse = (command: unknown, argv: string[]) => parseCommand(command as Command<Flags>, argv);
const HOST = { os: "linux", architecture: "amd64" };

describe("toImageRmQuery", () => {
  it.each<[string[], string]>([
    [[], ""],
    [["-f", "--no-prune"], "?force=1&noprune=1"],
    [
      ["--platform", "linux/amd64,linux/arm64"],
      "?platforms=%7B%22architecture%22%3A%22amd64%22%2C%22os%22%3A%22linux%22%7D&platforms=%7B%22architecture%22%3A%22arm64%22%2C%22os%22%3A%22linux%22%7D",
    ],
    [["--platform", "linux/ARM/v7"], "?platforms=%7B%22architecture%22%3A%22arm%22%2C%22os%22%3A%22linux%22%2C%22variant%22%3A%22v7%22%7D"],
    [["--platform", ""], ""],
  ])("makes the query of rm %j", (argv, query) => expect(encodeQuery(toImageRmQuery(parse(rm, argv).values as never, HOST))).toBe(query));

  it("refuses an invalid platform", () => {
    expect(() => toImageRmQuery(parse(rm, ["--platform", "foo/"]).values as never, HOST)).toThrow(
      '"" is an invalid component of "foo/": platform specifier component must match "^[A-Za-z0-9_.-]+$": invalid argument',
    );
  });
});
