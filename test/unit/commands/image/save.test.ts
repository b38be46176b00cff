// Requests as docker 28.2.2 sends them.
import { describe, expect, it } from "vitest";
import type { Flags } from "../../../../src/cli/flags.js";
import { parseCommand } from "../../../../src/cli/parse-command.js";
import type { Command } from "../../../../src/cli/spec.js";
import save, { toSaveQuery } from "../../../../src/commands/image/save.js";
import { encodeQuery } from "../../../../src/engine/query.js";

const parse = (command: unknown, argv: string[]) => parseCommand(command as Command<Flags>, argv);
const HOST = { os: "linux", architecture: "amd64" };

describe("toSaveQuery", () => {
  const platform = "%7B%22architecture%22%3A%22amd64%22%2C%22os%22%3A%22linux%22%7D";

  it("names every image", () => {
    const { args, values } = parse(save, ["--platform", "linux/amd64", "a", "b:1"]);
    expect(encodeQuery(toSaveQuery(args, values as never, HOST))).toBe(`?names=a&names=b%3A1&platform=${platform}`);
  });

  it("says that the platform is invalid", () => {
    const { values } = parse(save, ["--platform", "/"]);
    expect(() => toSaveQuery(["a"], values as never, HOST)).toThrow(/^invalid platform: "" is an invalid OS component of "\/"/);
  });
});
