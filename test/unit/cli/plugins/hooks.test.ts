import { describe, expect, it } from "vitest";
import { bool, int, list, str } from "../../../../src/cli/flags.js";
import { endedCommand } from "../../../../src/cli/plugins/ended.js";
import { hookLines } from "../../../../src/cli/plugins/hook-template.js";
import { matchingHook, naiveFlags } from "../../../../src/cli/plugins/hooks.js";
import { defineCommand } from "../../../../src/cli/spec.js";

describe("matchingHook", () => {
  it.each([
    ["ps", "ps", "ps"],
    ["build,image ls", "image ls", "image ls"],
    ["image", "image ls", "image"],
    ["image ls", "image", undefined],
    ["im", "image ls", undefined],
    ["compose up", "compose up -d web", "compose up"],
    ["ps, images", "images", undefined],
    ["", "ps", undefined],
  ])("finds %j for %j", (hooks, words, expected) => expect(matchingHook(hooks, words)).toBe(expected));
});

it("recognizes a plugin's flags by their form", () => {
  expect(naiveFlags(["x", "--yes", "-v", "-ab=c", "--", "name", "-"])).toEqual({ yes: "", v: "", "ab=c": "", "": "" });
});

const spec = defineCommand({
  path: "thing do",
  summary: "Do it",
  usage: "[OPTIONS] THING",
  args: { min: 0 },
  flags: { all: bool("All"), noTrunc: bool("Whole"), format: str("How"), last: int("How many", { def: -1 }), label: list("Labels") },
  async run() {},
});

it("describes a command that has ended", () => {
  const ended = endedCommand("docker", spec, "thing do", ["--no-trunc", "--format", "x", "--label", "a", "--label=b", "web", "db"], "boom");
  expect(ended).toEqual({
    words: "thing do",
    flags: { "no-trunc": "true", format: "", label: "" },
    error: "boom",
    command: {
      name: "do",
      path: "docker thing do",
      use: "do [OPTIONS] THING",
      values: { all: "false", "no-trunc": "true", format: "x", last: "-1", label: "[a b]", help: "false" },
      args: ["web", "db"],
    },
  });
});

describe("hookLines", () => {
  const { command } = endedCommand("docker", spec, "thing do", ["--all", "web"], "");
  it.each([
    ["plain", ["plain"]],
    ["a\nb", ["a", "b"]],
    ['{{.Name}} {{arg . 0}}{{arg . 7}} {{flag . "all"}} {{.CommandPath}}: {{.Use}}', ["do web true docker thing do: do [OPTIONS] THING"]],
    ['{{if eq (flag . "all") "true"}}yes{{end}}', ["yes"]],
  ])("prints the lines of %j", (text, lines) => expect(hookLines(text, command)).toEqual(lines));

  it.each(["{{.Nope}}", '{{flag . "nope"}}', "{{", "{{upper .Name}}"])("refuses the template %j", (text) => {
    expect(() => hookLines(text, command)).toThrow();
  });
});
