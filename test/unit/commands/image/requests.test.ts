// Requests as docker 28.2.2 sends them.

import { describe, expect, it } from "vitest";
import type { Flags } from "../../../../src/cli/flags.js";
import { parseCommand } from "../../../../src/cli/parse-command.js";
import type { Command } from "../../../../src/cli/spec.js";
import importImage, { toImportQuery } from "../../../../src/commands/image/import.js";
import load, { toLoadQuery } from "../../../../src/commands/image/load.js";
import rm, { toImageRmQuery } from "../../../../src/commands/image/rm.js";
import save, { toSaveQuery } from "../../../../src/commands/image/save.js";
import { toTagRequest } from "../../../../src/commands/image/tag.js";
import { toTarget } from "../../../../src/commands/image/target.js";
import { encodeQuery } from "../../../../src/engine/query.js";
import { wantsContentTrust } from "../../../../src/registry/content-trust.js";
import { toPullQuery } from "../../../../src/registry/pull-image.js";

const parse = (command: unknown, argv: string[]) => parseCommand(command as Command<Flags>, argv);
const HOST = { os: "linux", architecture: "amd64" };
const DIGEST = `sha256:${"0".repeat(64)}`;

describe("pull", () => {
  const query = (image: string, all = false, platform = "") => encodeQuery(toPullQuery(toTarget(image, all).reference, { all, platform }));

  it.each([
    ["a", false, "", "?fromImage=docker.io%2Flibrary%2Fa&tag=latest"],
    ["a:1", false, "", "?fromImage=docker.io%2Flibrary%2Fa&tag=1"],
    ["a", true, "", "?fromImage=docker.io%2Flibrary%2Fa"],
    [`a@${DIGEST}`, false, "", `?fromImage=docker.io%2Flibrary%2Fa&tag=sha256%3A${"0".repeat(64)}`],
    [`a:2@${DIGEST}`, false, "", `?fromImage=docker.io%2Flibrary%2Fa&tag=sha256%3A${"0".repeat(64)}`],
    ["localhost:5000/a/b", false, "Linux/ARM64", "?fromImage=localhost%3A5000%2Fa%2Fb&platform=linux%2Farm64&tag=latest"],
    ["index.docker.io/x/y", false, "", "?fromImage=docker.io%2Fx%2Fy&tag=latest"],
  ])("%s (all: %s, platform: %j)", (image, all, platform, expected) => expect(query(image, all, platform)).toBe(expected));

  it("says when it takes the default tag", () => {
    expect(["a", "a:latest", `a@${DIGEST}`].map((image) => toTarget(image, false).defaulted)).toEqual([true, false, false]);
    expect(toTarget("a", true).defaulted).toBe(false);
  });

  it.each([
    ["a:1", true, "tag can't be used with --all-tags/-a"],
    [`a@${DIGEST}`, true, "tag can't be used with --all-tags/-a"],
    ["A", false, "invalid reference format: repository name (library/A) must be lowercase"],
    ["", false, "invalid reference format"],
    ["0".repeat(64), false, `invalid repository name (${"0".repeat(64)}), cannot specify 64-byte hexadecimal strings`],
  ])("%j (all: %s) is refused", (image, all, text) =>
    expect(() => toTarget(image, all)).toThrow(expect.objectContaining({ message: text, exitCode: 1 })),
  );

  it.each([
    ["1", true],
    ["true", true],
    ["0", false],
    ["", false],
    ["yes", false],
  ])("DOCKER_CONTENT_TRUST=%s", (value, wanted) => expect(wantsContentTrust({ DOCKER_CONTENT_TRUST: value })).toBe(wanted));
});

describe("tag", () => {
  it.each([
    ["a", "b:2", "/images/a/tag", "?repo=docker.io%2Flibrary%2Fb&tag=2"],
    ["a", "docker.io/library/b", "/images/a/tag", "?repo=docker.io%2Flibrary%2Fb&tag=latest"],
    [DIGEST, "localhost:5000/x/y:z", `/images/${DIGEST}/tag`, "?repo=localhost%3A5000%2Fx%2Fy&tag=z"],
  ])("%s as %s", (source, target, path, query) => {
    const request = toTagRequest(source, target);
    expect([request.path, encodeQuery(request.query)]).toEqual([path, query]);
  });

  it.each([
    [
      "a",
      "B",
      'Error parsing reference: "B" is not a valid repository/tag: invalid reference format: repository name (library/B) must be lowercase',
    ],
    [
      "A",
      "B",
      'Error parsing reference: "A" is not a valid repository/tag: invalid reference format: repository name (library/A) must be lowercase',
    ],
    ['a"b', "c", 'Error parsing reference: "a\\"b" is not a valid repository/tag: invalid reference format'],
    ["a", `b@${DIGEST}`, "refusing to create a tag with a digest reference"],
  ])("%s as %s is refused", (source, target, text) =>
    expect(() => toTagRequest(source, target)).toThrow(expect.objectContaining({ message: text, exitCode: 1 })),
  );
});

describe("rm", () => {
  it.each<[string[], string]>([
    [[], ""],
    [["-f", "--no-prune"], "?force=1&noprune=1"],
    [
      ["--platform", "linux/amd64,linux/arm64"],
      "?platforms=%7B%22architecture%22%3A%22amd64%22%2C%22os%22%3A%22linux%22%7D&platforms=%7B%22architecture%22%3A%22arm64%22%2C%22os%22%3A%22linux%22%7D",
    ],
    [["--platform", "linux/ARM/v7"], "?platforms=%7B%22architecture%22%3A%22arm%22%2C%22os%22%3A%22linux%22%2C%22variant%22%3A%22v7%22%7D"],
    [["--platform", ""], ""],
  ])("%j", (argv, query) => expect(encodeQuery(toImageRmQuery(parse(rm, argv).values as never, HOST))).toBe(query));

  it("refuses a bad platform", () => {
    expect(() => toImageRmQuery(parse(rm, ["--platform", "foo/"]).values as never, HOST)).toThrow(
      '"" is an invalid component of "foo/": platform specifier component must match "^[A-Za-z0-9_.-]+$": invalid argument',
    );
  });
});

describe("save, load", () => {
  const platform = "%7B%22architecture%22%3A%22amd64%22%2C%22os%22%3A%22linux%22%7D";

  it("names every image", () => {
    const { args, values } = parse(save, ["--platform", "linux/amd64", "a", "b:1"]);
    expect(encodeQuery(toSaveQuery(args, values as never, HOST))).toBe(`?names=a&names=b%3A1&platform=${platform}`);
  });

  it.each<[string[], boolean, string]>([
    [[], true, "?quiet=0"],
    [[], false, "?quiet=1"],
    [["-q"], true, "?quiet=1"],
    [["--platform", "linux/amd64"], false, `?platform=${platform}&quiet=1`],
  ])("load %j (terminal: %s)", (argv, terminal, query) => {
    expect(encodeQuery(toLoadQuery(parse(load, argv).values as never, terminal, HOST))).toBe(query);
  });

  it.each([save, load])("says whose platform is bad", (command) => {
    const { values } = parse(command, ["--platform", "/"]);
    const make = () => (command === save ? toSaveQuery(["a"], values as never, HOST) : toLoadQuery(values as never, true, HOST));
    expect(make).toThrow(/^invalid platform: "" is an invalid OS component of "\/"/);
  });
});

describe("import", () => {
  it.each<[string[], string]>([
    [["x.tar"], "?fromSrc=-"],
    [["-", "foo:1"], "?fromSrc=-&repo=foo%3A1"],
    [
      ["-c", "CMD a", "-c", "ENV b", "-m", "msg x", "--platform", "Linux/amd64", "http://h/x.tar", "foo"],
      "?changes=CMD+a&changes=ENV+b&fromSrc=http%3A%2F%2Fh%2Fx.tar&message=msg+x&platform=linux%2Famd64&repo=foo",
    ],
    [["https://h/x"], "?fromSrc=https%3A%2F%2Fh%2Fx"],
    [["HTTP://h/x"], "?fromSrc=-"],
  ])("%j", (argv, query) => {
    const { args, values } = parse(importImage, argv);
    expect(encodeQuery(toImportQuery(args[0] ?? "", args[1] ?? "", values as never))).toBe(query);
  });

  it("refuses a bad name", () => {
    expect(() => toImportQuery("-", "Foo:1", parse(importImage, []).values as never)).toThrow(
      "repository name (library/Foo) must be lowercase",
    );
  });
});
