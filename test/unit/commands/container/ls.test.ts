import { describe, expect, it } from "vitest";
import type { Flags } from "../../../../src/cli/flags.js";
import { parseCommand } from "../../../../src/cli/parse-command.js";
import { runCommand } from "../../../../src/cli/program.js";
import type { Command } from "../../../../src/cli/spec.js";
import ls, { toQuery } from "../../../../src/commands/container/ls.js";
import { encodeQuery } from "../../../../src/engine/query.js";
import { type Canned, cannedContext } from "../../../support/canned-context.js";

const spec = ls as unknown as Command<Flags>;

// What docker 28.2.2 asks for.
it.each<[string, string]>([
  ["", ""],
  ["-a", "?all=1"],
  ["-a=false", ""],
  ["-n 3", "?limit=3"],
  ["-n 0", ""],
  ["-n -5", ""],
  ["-l", "?limit=1"],
  ["-l -n 5", "?limit=5"],
  ["-a -n 2", "?all=1&limit=2"],
  ["-f status=running -f label=a=b", "?filters=%7B%22label%22%3A%7B%22a%3Db%22%3Atrue%7D%2C%22status%22%3A%7B%22running%22%3Atrue%7D%7D"],
])("makes the query of ps %s", (words, query) => {
  const { values } = parseCommand(spec, words.split(" ").filter(Boolean));
  expect(encodeQuery(toQuery(values as never, false))).toBe(query);
});

const rows = [{ Id: "a".repeat(64), Names: ["/web"], Image: "nginx", Created: 0, SizeRw: 5, State: "running", Status: "Up" }];

async function ps(argv: string[], canned: Partial<Canned> = {}) {
  const { ctx, requests, written } = cannedContext({ dialect: "docker", now: 60_000, answers: { "/containers/json": rows }, ...canned });
  await runCommand(ctx, spec, "ps", argv);
  return { ...written, size: encodeQuery((requests[0] as { query: object }).query as never).includes("size=1") };
}

describe("ps asks for sizes", () => {
  it.each<[string[], boolean]>([
    [[], false],
    [["-s"], true],
    [["--size=false", "--format", "{{.Size}}"], false],
    [["--format", "{{.Size}}"], true],
    [["--format", "json"], false],
    [["--format", "{{json .}}"], true],
    [["-q", "--format", "{{.Size}}"], false],
    [["-q", "-s"], true],
  ])("with %j: %s", async (argv, size) => {
    expect((await ps(argv)).size).toBe(size);
  });

  it("if the format of config.json needs them", async () => {
    expect((await ps([], { config: { psFormat: "{{.Size}}" } })).size).toBe(true);
    expect((await ps(["--format", "table"], { config: { psFormat: "{{.Size}}" } })).size).toBe(false);
  });
});

const IGNORED = "WARNING: Ignoring custom format, because both --format and --quiet are set.\n";

it.each<[string[], object, string, string]>([
  [["-q", "--format", "{{.Names}}"], {}, "aaaaaaaaaaaa\n", IGNORED],
  [["-q", "--format", "raw"], {}, "container_id: aaaaaaaaaaaa\n", IGNORED],
  [["-q"], { psFormat: "{{.Names}}" }, "aaaaaaaaaaaa\n", ""],
  [[], { psFormat: "{{.Names}}" }, "web\n", ""],
  [["--format", "{{.Image}}"], { psFormat: "{{.Names}}" }, "nginx\n", ""],
])("prints ps %j with the configuration %j", async (argv, config, stdout, stderr) => {
  expect(await ps(argv, { config })).toMatchObject({ stdout, stderr });
});

it.each<[unknown, string]>([
  [null, ""],
  [[], ""],
])("takes an empty answer for an empty list: %j", async (answer, stdout) => {
  expect((await ps(["-q"], { answers: { "/containers/json": answer } })).stdout).toBe(stdout);
});

it.each<[unknown, string]>([
  [{ message: "?" }, "json: cannot unmarshal object into Go value of type []container.Summary"],
  ["?", "json: cannot unmarshal string into Go value of type []container.Summary"],
  [true, "json: cannot unmarshal bool into Go value of type []container.Summary"],
])("refuses the answer %j", async (answer, message) => {
  await expect(ps([], { answers: { "/containers/json": answer } })).rejects.toThrow(expect.objectContaining({ message, exitCode: 1 }));
});
