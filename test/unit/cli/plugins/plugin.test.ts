// Verdicts are Docker's (28.2.2) on the same files.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pluginDirs } from "../../../../src/cli/plugins/folders.js";
import { listPlugins } from "../../../../src/cli/plugins/plugin.js";
import { needs } from "../../../support/needs.js";

let root: string;
const at = (...parts: string[]) => path.join(root, ...parts);
const meta = { SchemaVersion: "0.1.0", Vendor: "V" };

function plugin(file: string, metadata: object | string, mode = 0o755) {
  const text = typeof metadata === "string" ? metadata : JSON.stringify(metadata);
  fs.writeFileSync(file, `#!/bin/sh\necho "$*:$DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND" >>${at("asked")}\ncat <<'X'\n${text}\nX\n`, {
    mode,
  });
  fs.chmodSync(file, mode);
}

function ctx(cliPluginsExtraDirs?: string[]) {
  const values = { ...(cliPluginsExtraDirs && { cliPluginsExtraDirs }) };
  const config = () => ({ dir: root, path: at("config.json"), values, update: () => {} });
  return {
    isBuiltin: (word: string) => word === "image" || word === "ps",
    config,
    env: { PATH: process.env.PATH },
    platform: "linux",
    name: "docker",
  } as const;
}

const posix = needs(process.platform !== "win32", {
  what: "the list of plugins",
  why: "the candidates are shell scripts, which Windows does not run",
  get: "npx vitest run test/unit/cli/plugins/plugin.test.ts   (elsewhere)",
});

describe.runIf(posix)("listPlugins", () => {
  beforeAll(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "plugins-test-"));
    fs.mkdirSync(at("cli-plugins"));
    fs.mkdirSync(at("extra"));
    const own = (name: string) => at("cli-plugins", name);
    plugin(own("docker-good"), { ...meta, Vendor: "V Inc", Version: "v1.2", ShortDescription: "Good one", URL: "http://x", Hidden: true });
    for (const name of ["p10", "p9", "image", "ps", "Upper", "1num", "under_score", "x.sh"]) plugin(own(`docker-${name}`), meta);
    plugin(own("docker-novendor"), { SchemaVersion: "0.1.0" });
    plugin(own("docker-schema"), { ...meta, SchemaVersion: "0.2.0" });
    plugin(own("docker-json"), "{");
    plugin(own("docker-noexec"), meta, 0o644);
    fs.writeFileSync(own("docker-fails"), "#!/bin/sh\nexit 3\n", { mode: 0o755 });
    fs.symlinkSync("/nowhere", own("docker-dangling"));
    fs.symlinkSync(own("docker-good"), own("docker-linked"));
    fs.mkdirSync(own("docker-folder"));
    plugin(own("other"), meta);
    plugin(at("extra", "docker-good"), { ...meta, Vendor: "Extra" });
  });
  afterAll(() => fs.rmSync(root, { recursive: true }));

  const invalid = (name: string) => `plugin candidate "${name}" did not match "^[a-z][a-z0-9]*$"`;

  it("says of every candidate whether it is valid, sorted by name with numbers by value", async () => {
    const plugins = await listPlugins(ctx());
    const exec = (name: string) => `failed to fetch metadata: fork/exec ${at("cli-plugins", `docker-${name}`)}`;
    expect(plugins.map(({ Name, Err }) => [Name, Err])).toEqual([
      ["1num", invalid("1num")],
      ["Upper", invalid("Upper")],
      ["dangling", `${exec("dangling")}: no such file or directory`],
      ["fails", "failed to fetch metadata: exit status 3"],
      ["good", undefined],
      ["image", 'plugin "image" duplicates builtin command'],
      ["json", "invalid metadata: unexpected end of JSON input"],
      ["linked", undefined],
      ["noexec", `${exec("noexec")}: permission denied`],
      ["novendor", "plugin metadata does not define a vendor"],
      ["p9", undefined],
      ["p10", undefined],
      ["ps", 'plugin "ps" duplicates builtin command'],
      ["schema", 'plugin SchemaVersion "0.2.0" is not valid, must be 0.1.0'],
      ["under_score", invalid("under_score")],
      ["x.sh", invalid("x.sh")],
    ]);
    expect(plugins[4]).toEqual({
      ...{ SchemaVersion: "0.1.0", Vendor: "V Inc", Version: "v1.2", ShortDescription: "Good one", URL: "http://x" },
      ...{ Name: "good", Path: at("cli-plugins", "docker-good"), ShadowedPaths: [] },
    });
  });

  it("asks only those that can be plugins, with Docker's subcommand", async () => {
    fs.rmSync(at("asked"));
    await listPlugins(ctx());
    const asked = fs.readFileSync(at("asked"), "utf8").trim().split("\n");
    expect(new Set(asked)).toEqual(new Set(["docker-cli-plugin-metadata:docker"]));
    expect(asked.length).toBe(7);
  });

  it("takes the first of a name and lists the others as shadowed", async () => {
    const found = (await listPlugins(ctx([at("extra"), "/nonexistent", at("config.json")]))).find(({ Name }) => Name === "good");
    expect(found).toMatchObject({ Vendor: "Extra", Path: at("extra", "docker-good"), ShadowedPaths: [at("cli-plugins", "docker-good")] });
  });
});

it("looks in the directories that Docker looks in", () => {
  const config = () => ({ dir: "/c", path: "/c/config.json", values: { cliPluginsExtraDirs: ["/x"] }, update: () => {} });
  expect(pluginDirs({ config, env: {}, platform: "linux" })).toEqual([
    "/x",
    "/c/cli-plugins",
    "/usr/local/lib/docker/cli-plugins",
    "/usr/local/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/libexec/docker/cli-plugins",
  ]);
});
