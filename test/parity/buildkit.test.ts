/** Ours, without a plugin, beside Docker with its buildx plugin: the same steps, the same outcome, on the same engine. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiRequest } from "../../scripts/engine/engine-api.mjs";
import { unpack } from "../../scripts/engine/packages.mjs";
import { ours, referencePath, run, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

const home = temporaryFolder("buildx");
const configs = { ours: join(home, "ours"), reference: join(home, "reference") };
let engine: PrivateEngine;

beforeAll(async () => {
  engine = await privateEngine();
  const plugins = join(configs.reference, "cli-plugins");
  mkdirSync(plugins, { recursive: true });
  const folder = await unpack({ key: "tools/docker-buildx", suite: "sid", packages: ["docker-buildx"] });
  copyFileSync(join(folder, "usr/libexec/docker/cli-plugins/docker-buildx"), join(plugins, "docker-buildx"));
});
afterAll(async () => {
  await apiRequest(engine.socket, "DELETE", "/images/bx-tag:1?force=1");
  await apiRequest(engine.socket, "POST", "/build/prune?all=1");
  rmSync(home, { recursive: true, force: true });
});

/** What differs from one run to the next: times, digests, sizes of transfers, colours, and how often a counter is told. */
function masked(text: string): string {
  const lines = text
    .replace(/\x1b\[[0-9;]*m/g, "")
    .replace(/sha256:[0-9a-f]{64}/g, "DIGEST")
    .replace(/ref [0-9a-z-]+::[0-9a-z]+/g, "ref REF")
    .replace(/^((?:#\d+ )?)\d+\.\d{1,3} /gm, "$1TIME ")
    .replace(/ \d+\.\d+s\b/g, "")
    .replace(/ (\d+|\d+\.\d+)[kM]?B\b/g, " SIZE")
    .split("\n")
    .filter((line) => !/^#\d+ (transferring \w+: SIZE|transferring \w+:|writing image DIGEST|exporting layers)$/.test(line));
  return steps(sortedWarnings(lines).join("\n"));
}

/** The engine checks a Dockerfile's rules in no order: what follows "N warnings found" is sorted. */
function sortedWarnings(lines: readonly string[]): string[] {
  const title = lines.findIndex((line) => /^ \d+ warnings? found/.test(line));
  return title < 0 ? [...lines] : [...lines.slice(0, title + 1), ...lines.slice(title + 1).sort()];
}

/** Steps run at the same time: their order and numbers are by chance. What is told of each is put together, sorted by its name. */
function steps(text: string): string {
  const [told = "", ...rest] = text.split(/^(?=------\n|\w+:\d+\n-{20}|ERROR: | \d+ warnings?)/m);
  const names = new Map<string, string>();
  const lines = new Map<string, Set<string>>();
  for (const line of told.split("\n")) {
    const [, tag = "", words = ""] = /^#(\d+) (.*)$/.exec(line) ?? [];
    if (tag === "" || words === "..." || tag === "0") continue;
    const name = names.get(tag) ?? words;
    names.set(tag, name);
    const of = lines.get(name) ?? new Set();
    lines.set(name, of);
    if (words !== name) of.add(words);
  }
  // A base image may have been taken apart by the run before.
  // The engine may tell that a step is over before it tells the last of it: its end goes last.
  const isEnd = (line: string) => Number(/^(DONE|CACHED|CANCELED)/.test(line));
  const inOrder = (of: Set<string>) => [...of].sort((a, b) => isEnd(a) - isEnd(b));
  const all = [...lines].map(
    ([name, of]) =>
      `${name}\n${inOrder(of)
        .map((line) => `  ${/ FROM /.test(name) ? "" : line}\n`)
        .join("")}`,
  );
  return [...all.sort(), ...rest].join("");
}

interface Build {
  name: string;
  files: Readonly<Record<string, string>>;
  args: readonly string[];
  stdin?: string;
  env?: Readonly<Record<string, string>>;
}

const base = "FROM busybox\n";
const builds: readonly Build[] = [
  {
    name: "an image",
    files: { Dockerfile: `${base}COPY f /\nRUN echo hello; sleep 1; echo there >&2\n`, f: "1" },
    args: ["--no-cache", "-t", "bx-tag:1", "."],
  },
  {
    name: "stages, an argument, a label",
    files: { Dockerfile: `${base}ARG V=1\nRUN echo "v $V" > /v\nFROM scratch AS last\nCOPY --from=0 /v /\n` },
    args: ["--no-cache", "--build-arg", "V=2", "--label", "a=b", "."],
  },
  {
    name: "a failing step",
    files: { Dockerfile: `${base}RUN echo a\nRUN echo hi; \\\n  exit 7\nRUN echo b\n` },
    args: ["--no-cache", "."],
  },
  { name: "a file that is not there", files: { Dockerfile: `${base}COPY nope /\n` }, args: ["."] },
  { name: "no instruction", files: { Dockerfile: `${base}FOO a\n` }, args: ["."] },
  { name: "no such stage", files: { Dockerfile: base }, args: ["--target", "nope", "."] },
  { name: "no such base", files: { Dockerfile: "FROM localhost:1/nope\n" }, args: ["."] },
  { name: "warnings", files: { Dockerfile: "from busybox\nMAINTAINER me\nRUN true\n" }, args: ["--no-cache", "."] },
  { name: "quiet and failing", files: { Dockerfile: `${base}RUN false\n` }, args: ["-q", "."] },
  { name: "a Dockerfile on stdin", files: {}, args: ["--no-cache", "-"], stdin: `${base}RUN echo piped\n` },
  { name: "a folder with a Dockerfile on stdin", files: { f: "1" }, args: ["--no-cache", "-f", "-", "."], stdin: `${base}COPY f /\n` },
  { name: "a missing secret", files: { Dockerfile: `${base}RUN --mount=type=secret,id=x,required=true true\n` }, args: ["."] },
  { name: "no agent", files: { Dockerfile: `${base}RUN --mount=type=ssh,required=true true\n` }, args: ["."] },
  { name: "a bad secret", files: { Dockerfile: base }, args: ["--secret", "foo", "."] },
  { name: "a secret from nowhere", files: { Dockerfile: base }, args: ["--secret", "id=a,src=/nope", "."] },
  { name: "an agent from nowhere", files: { Dockerfile: base }, args: ["--ssh", "default", "."] },
  { name: "an output without a place", files: { Dockerfile: base }, args: ["-o", "type=local", "."] },
  { name: "an unknown way to show", files: { Dockerfile: base }, args: ["--progress", "foo", "."] },
  { name: "a terminal that is none", files: { Dockerfile: base }, args: ["--progress", "tty", "."] },
  { name: "the environment's way to show", files: { Dockerfile: base }, args: ["."], env: { BUILDKIT_PROGRESS: "quiet" } },
];

test.each(builds)("builds as Docker does: $name", async ({ files, args, stdin, env }) => {
  const outcomes = [];
  for (const side of ["reference", "ours"] as const) {
    // Named alike: the engine names steps after nothing else of it.
    const cwd = mkdtempSync(join(tmpdir(), "bx-"));
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), content);
    }
    const words = args.includes("--progress") || args.includes("-q") || env ? args : ["--progress", "plain", ...args];
    const command = side === "ours" ? ours("docker") : [referencePath()];
    const result = await run([...command, "build", ...words], {
      cwd,
      timeout: 40_000,
      stdin,
      env: { DOCKER_HOST: engine.host, DOCKER_CONFIG: configs[side], DOCKER_BUILDKIT: "1", ...env },
    });
    rmSync(cwd, { recursive: true });
    outcomes.push({ code: result.code, stdout: masked(result.stdout.toString()), stderr: masked(result.stderr.toString()) });
  }
  expect(outcomes[1]).toEqual(outcomes[0]);
});

test("prints the same objects with the same fields for programs", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "bx-"));
  writeFileSync(join(cwd, "Dockerfile"), `${base}RUN echo to stdout; echo to stderr >&2\nMAINTAINER x\n`);
  const shapes = [];
  for (const side of ["reference", "ours"] as const) {
    const command = side === "ours" ? ours("docker") : [referencePath()];
    const { stderr, code } = await run([...command, "build", "--no-cache", "--progress", "rawjson", "."], {
      cwd,
      env: { DOCKER_HOST: engine.host, DOCKER_CONFIG: configs[side], DOCKER_BUILDKIT: "1" },
    });
    expect(code).toBe(0);
    const fields = new Set<string>();
    const outputs: string[] = [];
    for (const line of stderr.toString().trim().split("\n")) {
      const value = JSON.parse(line) as Record<string, Record<string, unknown>[]>;
      for (const [kind, list] of Object.entries(value))
        for (const one of list) for (const key of Object.keys(one)) fields.add(`${kind}.${key}`);
      for (const { data } of value.logs ?? []) outputs.push(Buffer.from(data as string, "base64").toString());
    }
    shapes.push({
      fields: [...fields].filter((field) => field !== "vertexes.cached").sort(),
      outputs: outputs.join("").split("\n").sort(),
    });
  }
  rmSync(cwd, { recursive: true });
  expect(shapes[1]).toEqual(shapes[0]);
});
