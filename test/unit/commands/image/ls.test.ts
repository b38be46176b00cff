import { describe, expect, it } from "vitest";
import type { Flags } from "../../../../src/cli/flags.js";
import { runCommand } from "../../../../src/cli/program.js";
import type { Command } from "../../../../src/cli/spec.js";
import ls from "../../../../src/commands/image/ls.js";
import { encodeQuery } from "../../../../src/engine/query.js";
import { imageRows } from "../../../../src/format/views/image.js";
import { type Canned, cannedContext } from "../../../support/canned-context.js";

const D1 = `sha256:${"1".repeat(64)}`;
const D2 = `sha256:${"2".repeat(64)}`;

/** "repository:tag digest" of each row. */
const rows = (RepoTags: string[] | null, RepoDigests: string[] | null, show = { digests: false, digestRows: false }) =>
  imageRows([{ Id: "x", RepoTags, RepoDigests }], show).map(({ repository, tag, digest }) => `${repository}:${tag} ${digest}`);

// The rows that docker 28.2.2 prints: plain, and with --digests.
it.each<[string[] | null, string[] | null, string[], string[]]>([
  [[], null, ["<none>:<none> <none>"], ["<none>:<none> <none>"]],
  [["<none>:<none>"], ["<none>@<none>"], ["<none>:<none> <none>"], ["<none>:<none> <none>"]],
  [["a:1", "docker.io/library/a:2"], [], ["a:1 <none>", "a:2 <none>"], ["a:1 <none>", "a:2 <none>"]],
  [
    ["a:1", "a:2"],
    [`a@${D1}`, `a@${D2}`],
    ["a:1 <none>", "a:2 <none>"],
    [`a:1 ${D1}`, `a:1 ${D2}`, `a:2 ${D1}`, `a:2 ${D2}`],
  ],
  [null, [`b@${D1}`, `b@${D2}`], ["b:<none> "], [`b:<none> ${D1}`, `b:<none> ${D2}`]],
  [["a:1"], [`b@${D1}`], ["a:1 <none>", "b:<none> "], ["a:1 <none>", `b:<none> ${D1}`]],
  [["BAD:1", "no tag", "bare"], ["junk"], [], []],
])("makes the query of images %j: %j", (tags, digests, plain, whole) => {
  expect(rows(tags, digests)).toEqual(plain);
  expect(rows(tags, digests, { digests: true, digestRows: true })).toEqual(whole);
});

const images = [
  { Id: `sha256:${"7d9495d03763".padEnd(64, "0")}`, RepoTags: ["whale:latest"], RepoDigests: [`whale@${D1}`], Created: 0, Size: 2048 },
];

async function run(argv: string[], canned: Partial<Canned> = {}, shown = "images") {
  const { ctx, requests, written } = cannedContext({ dialect: "docker", now: 60_000, answers: { "/images/json": images }, ...canned });
  await runCommand(ctx, ls as unknown as Command<Flags>, shown, argv);
  return { ...written, query: decodeURIComponent(encodeQuery(requests[0]?.query as never)) };
}

it.each<[string, string]>([
  ["", ""],
  ["-a", "?all=1"],
  ["whale", '?filters={"reference":{"whale":true}}'],
  ["-f dangling=true -f reference=x y", '?filters={"dangling":{"true":true},"reference":{"x":true,"y":true}}'],
  ["--tree", "?manifests=1"],
])("prints what Docker prints for images %s", async (words, query) => {
  expect((await run(words.split(" ").filter(Boolean))).query).toBe(query);
});

describe("the format of images", () => {
  it.each<[string[], object, string]>([
    [["-q"], {}, "7d9495d03763\n"],
    [["-q"], { imagesFormat: "{{.Tag}}" }, "7d9495d03763\n"],
    [[], { imagesFormat: "{{.Tag}}" }, "latest\n"],
    [["-q", "--format", "{{.Tag}}"], {}, "latest\n"],
    [["--format", "{{.Digest}}"], {}, `${D1}\n`],
    [["--format", "{{ .Digest }}"], {}, "<none>\n"],
    [["--digests", "--format", "table {{.Tag}}"], {}, `TAG       DIGEST\nlatest    ${D1}\n`],
    [["--digests", "--format", "table {{.Digest}}"], {}, `DIGEST\n${D1}\n`],
    [["--digests", "--format", "{{.Tag}}"], {}, "latest\n"],
  ])("prints images %j with the configuration %j", async (argv, config, stdout) => {
    expect((await run(argv, { config })).stdout).toBe(stdout);
  });
});

it.each([
  [["--tree", "-q"], "--quiet is not yet supported with --tree"],
  [["--tree", "--no-trunc"], "--no-trunc is not yet supported with --tree"],
  [["--tree", "--digests"], "--show-digest is not yet supported with --tree"],
  [["--tree", "--format", "x"], "--format is not yet supported with --tree"],
])("refuses images %j", async (argv, message) => {
  await expect(run(argv)).rejects.toThrow(message);
});

it.each([
  ["images", "rm", '\nNo images found matching "rm": did you mean "docker image rm"?\n'],
  ["images", "whale", ""],
  ["image ls", "rm", ""],
])("finds nothing for %s %s", async (shown, name, stderr) => {
  expect((await run([name], { answers: { "/images/json": [] } }, shown)).stderr).toBe(stderr);
  expect((await run([name], {}, shown)).stderr).toBe("");
});

it("counts what an old daemon leaves out as zero", async () => {
  const answers = { "/images/json": [{ Id: "sha256:1", RepoTags: ["a:1"] }] };
  const { stdout } = await run(["--format", "{{.Size}} {{.SharedSize}} {{.UniqueSize}} {{.Containers}} {{.CreatedAt}}"], { answers });
  expect(stdout).toBe("0B 0B 0B 0 1970-01-01 00:00:00 +0000 UTC\n");
});
