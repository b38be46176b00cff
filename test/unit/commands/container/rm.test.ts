// Requests as docker 28.2.2 sends them.
import { describe, expect, it } from "vitest";
import type { Flags } from "../../../../src/cli/flags.js";
import { parseCommand } from "../../../../src/cli/parse-command.js";
import type { Command } from "../../../../src/cli/spec.js";
import rm, { toRmQuery, withoutSlashes } from "../../../../src/commands/container/rm.js";
import { encodeQuery } from "../../../../src/engine/query.js";

const parse = (command: unknown, argv: string[]) => parseCommand(command as Command<Flags>, argv);

describe("toRmQuery, withoutSlashes", () => {
  it.each<[string[], string]>([
    [[], ""],
    [["-flv"], "?force=1&link=1&v=1"],
    [["--force=false", "-v"], "?v=1"],
  ])("makes the query of %j", (argv, query) => expect(encodeQuery(toRmQuery(parse(rm, argv).values as never))).toBe(query));

  it.each([
    ["web", "web"],
    ["/web", "web"],
    ["//a/b//", "a/b"],
  ])("takes the name %s for %s", (raw, name) => expect(withoutSlashes(raw)).toBe(name));

  it.each(["", "/", "///"])("refuses the empty name %j", (raw) =>
    expect(() => withoutSlashes(raw)).toThrow("container name cannot be empty"),
  );
});
