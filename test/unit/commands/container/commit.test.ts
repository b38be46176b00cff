// Requests as docker 28.2.2 sends them.
import { describe, expect, it } from "vitest";
import type { Flags } from "../../../../src/cli/flags.js";
import { parseCommand } from "../../../../src/cli/parse-command.js";
import type { Command } from "../../../../src/cli/spec.js";
import commit, { toCommitQuery } from "../../../../src/commands/container/commit.js";
import { encodeQuery } from "../../../../src/engine/query.js";

const parse = (command: unknown, argv: string[]) => parseCommand(command as Command<Flags>, argv);

describe("toCommitQuery", () => {
  it.each<[string[], string]>([
    [["a"], "?container=a"],
    [["a", ""], "?container=a"],
    [["a", "localhost:5000/foo"], "?container=a&repo=localhost%3A5000%2Ffoo&tag=latest"],
    [
      ["-a", "me", "-c", "CMD x", "-c", "ENV a=b", "-m", "msg", "-p=false", "a", "foo:1"],
      "?author=me&changes=CMD+x&changes=ENV+a%3Db&comment=msg&container=a&pause=0&repo=docker.io%2Flibrary%2Ffoo&tag=1",
    ],
    [["--no-pause", "a"], "?container=a&pause=0"],
    [["-p", "a"], "?container=a"],
  ])("makes the query of %j", (argv, query) => {
    const { args, values } = parse(commit, argv);
    expect(encodeQuery(toCommitQuery(args[0] ?? "", args[1] ?? "", values as never))).toBe(query);
  });

  it.each([
    ["a", "Foo", "invalid reference format: repository name (library/Foo) must be lowercase"],
    ["a", `foo@sha256:${"0".repeat(64)}`, "refusing to create a tag with a digest reference"],
    [" ", "foo", "invalid container name or ID: value is empty"],
  ])("refuses %j as %j", (container, image, text) => {
    expect(() => toCommitQuery(container, image, parse(commit, []).values as never)).toThrow(text);
  });
});
