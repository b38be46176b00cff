import { describe, expect, it } from "vitest";
import { checkAliases, forwarded } from "../../../../src/cli/plugins/builder.js";

describe("forwarded", () => {
  it.each([
    [["build", "-t", "x", "."], ["buildx", "build", "-t", "x", "."], []],
    [["image", "build", "."], ["buildx", "build", "."], ["image"]],
    [["builder", "build", "."], ["buildx", "build", "."], ["builder"]],
    [["builder", "prune", "-f"], ["buildx", "prune", "-f"], ["builder"]],
    [["builder"], ["buildx"], ["builder"]],
    [["bake", "x"], ["buildx", "bake", "x"], []],
  ])("forwards %j", (words, args, path) => {
    expect(forwarded("buildx", words)).toEqual({ args, path });
  });

  it.each([[[]], [["ps"]], [["image", "ls"]], [["image"]], [["buildx", "build"]], [["help", "build"]], [["ps", "build"]]])(
    "leaves %j alone",
    (words) => {
      expect(forwarded("buildx", words)).toBeUndefined();
    },
  );
});

describe("checkAliases", () => {
  const host = { isBuiltin: (word: string) => ["build", "image", "ps"].includes(word) };
  it.each([[{}], [{ builder: "buildx" }], [{ builder: "nosuch thing" }]])("accepts the aliases %j", (aliases) => {
    expect(() => checkAliases(host, aliases as Record<string, string>)).not.toThrow();
  });

  it.each([
    [{ ps: "x" }, 'not allowed to alias "ps" (allowed: map[string]struct {}{"builder":struct {}{}})'],
    [{ builder: "ps" }, 'not allowed to alias with builtin "ps" as target'],
    [{ builder: "image nosuch" }, 'not allowed to alias with builtin "image nosuch" as target'],
    [{ builder: "" }, 'not allowed to alias with builtin "" as target'],
  ])("refuses %j", (aliases, message) => {
    expect(() => checkAliases(host, aliases as unknown as Record<string, string>)).toThrow(message);
  });
});
