/** plugin and checkpoint beside Docker, on a daemon from memory: what comes out and what was asked of it. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ours, referencePath, run, temporaryFolder } from "../support/command.js";
import { type PluginDaemon, startPluginDaemon } from "../support/plugin-daemon.js";

const DIGEST = `sha256:${"a".repeat(64)}`;
const daemons: Record<string, [PluginDaemon, PluginDaemon]> = {};
let cwd: string;

beforeAll(async () => {
  cwd = temporaryFolder("plugin");
  const at = (...parts: string[]) => join(cwd, ...parts);
  for (const folder of ["p/rootfs/bin", "empty", "odd/rootfs", "config"]) mkdirSync(at(folder), { recursive: true });
  writeFileSync(
    at("p/config.json"),
    '{"description":"d","entrypoint":["/x"],"interface":{"types":["docker.volumedriver/1.0"],"socket":"p.sock"}}',
  );
  writeFileSync(at("p/rootfs/bin/x"), "x".repeat(3000));
  symlinkSync("x", at("p/rootfs/bin/link"));
  symlinkSync("p", at("linked"));
  for (const [name, experimental] of [
    ["plain", false],
    ["experimental", true],
  ] as const) {
    const start = (side: string) => startPluginDaemon(at(`${name[0]}${side}`), experimental);
    daemons[name] = [await start("o"), await start("r")];
  }
});
afterAll(() => {
  for (const daemon of Object.values(daemons).flat()) daemon.close();
});

interface Options {
  stdin?: string;
  experimental?: boolean;
  config?: object;
}

async function compare(args: readonly string[], { stdin, experimental = false, config = {} }: Options = {}) {
  writeFileSync(join(cwd, "config/config.json"), JSON.stringify(config));
  const [mine, theirs] = daemons[experimental ? "experimental" : "plain"] as [PluginDaemon, PluginDaemon];
  const outcome = async (client: string[], daemon: PluginDaemon) => {
    const { stdout, stderr, code } = await run([...client, ...args], {
      cwd,
      stdin,
      env: { DOCKER_HOST: daemon.host, DOCKER_CONFIG: join(cwd, "config") },
    });
    // Several objects are asked for at once by ours, one by one by Docker.
    const asked = daemon
      .taken()
      .map((request) => JSON.stringify(request))
      .sort();
    return {
      stdout: stdout.toString().replaceAll(daemon.host, "<host>"),
      stderr: stderr.toString().replaceAll(daemon.host, "<host>"),
      code,
      asked,
    };
  };
  const [actual, expected] = await Promise.all([outcome(ours("docker"), mine), outcome([referencePath()], theirs)]);
  expect(actual).toEqual(expected);
}

const words = (line: string) => line.split(" ").map((word) => (word === "''" ? "" : word));
const each = (lines: readonly (string | string[])[], options?: Options) =>
  test.each(lines.map((line) => [typeof line === "string" ? words(line) : line]))("plugin %j asks and prints as Docker does", (args) =>
    compare(args, options),
  );

describe("plugin ls and inspect", () => {
  each([
    ...["plugin ls", "plugin list -q", "plugin ls --no-trunc", "plugin ls -f enabled=true -f capability=volumedriver", "plugin ls -f x"],
    ...["plugin ls --format json", "plugin ls --format table", "plugin ls --format raw", "plugin ls -q --format raw", "plugin ls x"],
    ["plugin", "ls", "--format", "table {{.ID}}\t{{.Name}}\t{{.Description}}\t{{.Enabled}}\t{{.PluginReference}}"],
    ...["{{.Config}}", "{{if .Enabled}}on{{end}}", "{{json .Enabled}}", "{{json .}}", "{{upper .Name}}"].map((format) => [
      "plugin",
      "ls",
      "--format",
      format,
    ]),
    ...[
      "plugin inspect x",
      "plugin inspect nosuch",
      "plugin inspect ''",
      "plugin inspect x nosuch y",
      "plugin inspect -f json x",
      "plugin inspect",
    ],
    ...["{{.Name}} {{.Enabled}}", "{{json .Config.Args}}", "{{.Config.Interface}}", "{{.ID}} {{.Id}}", "{{.Nope}}"].map((format) => [
      "plugin",
      "inspect",
      "-f",
      format,
      "x",
      "nosuch",
    ]),
  ]);
  each(["plugin ls"], { config: { pluginsFormat: "{{.Name}} is {{.Enabled}}" } });
});

describe("plugin enable, disable, rm, set, push", () => {
  each([
    ...[
      "plugin enable x",
      "plugin enable --timeout 5 x:y",
      "plugin enable --timeout -1 x",
      "plugin enable --timeout x x",
      "plugin enable nosuch",
      "plugin enable ''",
    ],
    ...["plugin disable x", "plugin disable -f x", "plugin disable nosuch", `plugin disable a@${DIGEST}`, "plugin disable"],
    ...["plugin rm x y z", "plugin remove -f x", "plugin rm x nosuch nosuch2", "plugin rm ''", "plugin rm"],
    ...["plugin set x A=b C", "plugin set nosuch A=b", "plugin set x", "plugin set '' A=b"],
    ...["plugin push x", "plugin push localhost:5000/x:2", `plugin push x@${DIGEST}`, "plugin push UP", "plugin push ''"],
    ...["plugin nosuch", "plugin ls --nosuch"],
  ]);
});

describe("plugin install", () => {
  each(["plugin install x", "plugin install modest", "plugin install --disable modest A=b C=d"]);
  each(["plugin install v/x A=b", "plugin install --alias al:2 x"], { stdin: "y\n" });
  each(["plugin install x"], { stdin: "n\n" });
  each([
    ...[
      "UP",
      "''",
      "image",
      "unset A=b",
      "--alias al x:1 B=c",
      "--disable x",
      "--alias BAD x",
      `--alias a@${DIGEST} x`,
      `localhost:5000/x@${DIGEST}`,
    ].map((rest) => `plugin install --grant-all-permissions ${rest}`),
    "plugin install",
  ]);
});

test("does not enable a plugin that was not pulled (Docker tries to, now and then)", async () => {
  const [daemon] = daemons.plain as [PluginDaemon, PluginDaemon];
  daemon.taken();
  const env = { DOCKER_HOST: daemon.host, DOCKER_CONFIG: join(cwd, "config") };
  const { stderr, code } = await run([...ours("docker"), "plugin", "install", "--grant-all-permissions", "fails", "A=b"], { cwd, env });
  expect([stderr.toString(), code]).toEqual(["no space\n", 1]);
  expect(daemon.taken().map((request) => (request as string[])[1])).toEqual(["/plugins/privileges", "/plugins/pull"]);
});

describe("plugin upgrade", () => {
  each([
    "plugin upgrade x",
    "plugin upgrade x y",
    "plugin upgrade enabled",
    "plugin upgrade nosuch",
    "plugin upgrade x UP",
    "plugin upgrade ''",
    "plugin upgrade",
  ]);
  each(["plugin upgrade x", "plugin upgrade --grant-all-permissions x y"], { stdin: "y\n" });
  each(
    ["x", "x x:2", "--skip-remote-check x y", "x ''", "--skip-remote-check x image", "--skip-remote-check x fails"].map(
      (rest) => `plugin upgrade --grant-all-permissions ${rest}`,
    ),
  );
});

describe("plugin create", () => {
  each(
    [
      "n p",
      "--compress n:1 p",
      "n /nowhere",
      "UP p",
      "n empty",
      "n p/config.json",
      "'' p",
      "nosuch p",
      `n@${DIGEST} p`,
      "n linked",
      "n ./p/",
      "n",
    ].map((rest) => `plugin create ${rest}`),
  );

  test.each([
    ...[
      "[]",
      "null",
      "5",
      "",
      "{",
      "x",
      "{} more",
      '{"linux":5}',
      '{"linux":{"capabilities":"x"}}',
      '{"interface":{"types":[5]}}',
      '{"args":5}',
    ],
    ...[
      '{"env":[{"settable":5}]}',
      '{"env":5}',
      '{"user":{"uid":-1}}',
      '{"user":{"uid":"x"}}',
      '{"ipchost":1}',
      '{"mounts":[{"options":5}]}',
    ],
    ...[
      '{"linux":{"devices":[{"path":5}]}}',
      '{"rootfs":{"type":5}}',
      '{"network":{"type":5}}',
      '{"entrypoint":"x"}',
      '{"description":5,"linux":7}',
    ],
  ])("reports the invalid configuration %s", async (config) => {
    writeFileSync(join(cwd, "odd/config.json"), config);
    await compare(["plugin", "create", "n", "odd"]);
  });
});

describe("checkpoint", () => {
  each([
    ...[
      "checkpoint",
      "checkpoint --help",
      "checkpoint nosuch",
      "checkpoint create c n",
      "checkpoint ls c",
      "checkpoint ls",
      "checkpoint rm c n",
    ],
    ...["checkpoint ls --help", "help checkpoint ls", "checkpoint ls --nosuch", "start --checkpoint x c"],
  ]);
  each(
    [
      ...[
        "create c n",
        "create --leave-running --checkpoint-dir /d c n",
        "ls c",
        "list --checkpoint-dir /d c",
        "rm c n",
        "rm --checkpoint-dir /d c n",
      ],
      ...[
        "remove c n",
        "create c",
        "rm a",
        "ls",
        "ls ''",
        "create '' n",
        "create c ''",
        "rm c ''",
        "rm c a/b",
        "create --leave-running=x c n",
      ],
    ].map((rest) => `checkpoint ${rest}`),
    { experimental: true },
  );
  each(["start --checkpoint x c", "start --checkpoint x --checkpoint-dir /d c", "start --checkpoint x c d"], { experimental: true });
});
