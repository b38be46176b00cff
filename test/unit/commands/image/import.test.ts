// Requests as docker 28.2.2 sends them.
import { describe, expect, it } from "vitest";
import type { Flags } from "../../../../src/cli/flags.js";
import { parseCommand } from "../../../../src/cli/parse-command.js";
import type { Command } from "../../../../src/cli/spec.js";
import importImage, { toImportQuery } from "../../../../src/commands/image/import.js";
import { encodeQuery } from "../../../../src/engine/query.js";

const parse = (command: unknown, argv: string[]) => parseCommand(command as Command<Flags>, argv);

describe("toImportQuery", () => {
  it.each<[string[], string]>([
    [["x.tar"], "?fromSrc=-"],
    [["-", "foo:1"], "?fromSrc=-&repo=foo%3A1"],
    [
      ["-c", "CMD a", "-c", "ENV b", "-m", "msg x", "--platform", "Linux/amd64", "http://h/x.tar", "foo"],
      "?changes=CMD+a&changes=ENV+b&fromSrc=http%3A%2F%2Fh%2Fx.tar&message=msg+x&platform=linux%2Famd64&repo=foo",
    ],
    [["https://h/x"], "?fromSrc=https%3A%2F%2Fh%2Fx"],
    [["HTTP://h/x"], "?fromSrc=-"],
  ])("makes the query of import %j", (argv, query) => {
    const { args, values } = parse(importImage, argv);
    expect(encodeQuery(toImportQuery(args[0] ?? "", args[1] ?? "", values as never))).toBe(query);
  });

  it("refuses an invalid name", () => {
    expect(() => toImportQuery("-", "Foo:1", parse(importImage, []).values as never)).toThrow(
      "repository name (library/Foo) must be lowercase",
    );
  });
});
