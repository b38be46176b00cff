// Requests as docker 28.2.2 sends them.
import { describe, expect, it } from "vitest";
import type { Flags } from "../../../../src/cli/flags.js";
import { parseCommand } from "../../../../src/cli/parse-command.js";
import type { Command } from "../../../../src/cli/spec.js";
import { toEndingQuery } from "../../../../src/commands/container/ending.js";
import stop from "../../../../src/commands/container/stop.js";
import { encodeQuery } from "../../../../src/engine/query.js";

const parse = (command: unknown, argv: string[]) => parseCommand(command as Command<Flags>, argv);

describe("toEndingQuery", () => {
  it.each<[string[], string, string]>([
    [[], "1.51", ""],
    [["-t", "3", "-s", "KILL"], "1.51", "?signal=KILL&t=3"],
    [["-t", "0"], "1.51", "?t=0"],
    [["-t", "-1"], "1.51", "?t=-1"],
    [["--time", "5"], "1.51", "?t=5"],
    [["-s", "HUP"], "1.42", "?signal=HUP"],
    [["-s", "HUP"], "1.41", ""],
    [["-s", "HUP"], "", "?signal=HUP"],
  ])("makes the query of %j for API %s", (argv, api, query) => {
    const { values, changed } = parse(stop, argv);
    expect(encodeQuery(toEndingQuery(values as never, changed, api))).toBe(query);
  });
});
