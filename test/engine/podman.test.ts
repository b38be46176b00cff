/** Podman as the daemon: what works of ours on `podman system service`, as Docker does on it. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { importBusybox } from "../../scripts/engine/images.mjs";
import { podmanLayer } from "../../scripts/engine/podman.mjs";
import { installation } from "../../scripts/engine/versions.mjs";
import { type CommandOptions, ours, referencePath, run, start, temporaryFolder } from "../support/command.js";
import { ownMachine } from "../support/machine.js";

const own = ownMachine(async () => [await podmanLayer(), ...(await installation("28.5")).layers]);
let host = "";

beforeAll(async () => {
  const up = await own.dockline(["engine", "up", "--with", "podman"]);
  expect(up).toMatchObject({ code: 0 });
  const socket = `${own.machine().home}/root/.local/share/dockline/engine/run/docker.sock`;
  host = `unix://${socket}`;
  await importBusybox(socket);
});

interface Shown {
  stdout: string;
  stderr: string;
  code: number | null;
}

async function on(client: readonly string[], args: readonly string[], options: CommandOptions = {}): Promise<Shown> {
  const env = { DOCKER_HOST: host, DOCKER_BUILDKIT: "0", ...options.env };
  const { stdout, stderr, code } = await run([...client, ...args], { timeout: 60_000, ...options, env });
  return { stdout: stdout.toString(), stderr: stderr.toString(), code };
}
const dockline = (args: readonly string[], options?: CommandOptions) => on(ours("docker"), args, options);

let count = 0;

/**
 * Runs the same commands with either client, each on a container of its own; `{c}` is its name. What both print is the same but
 * for IDs. Gives ours.
 */
async function alike(lines: readonly (readonly string[])[], options?: CommandOptions): Promise<Shown[]> {
  const number = String(++count).padStart(3, "0");
  const play = async (client: readonly string[], name: string) => {
    const seen: Shown[] = [];
    for (const line of lines) {
      const words = line.map((word) => word.replaceAll("{c}", name));
      seen.push(await on(client, words, options));
    }
    return seen.map(
      (one) =>
        JSON.parse(
          JSON.stringify(one)
            .replaceAll(name, "{c}")
            .replace(/\b[0-9a-f]{64}\b/g, "<id>"),
        ) as Shown,
    );
  };
  const reference = await play([referencePath()], `ref-${number}`);
  const subject = await play(ours("docker"), `our-${number}`);
  expect(subject).toEqual(reference);
  return subject;
}

const RM = ["rm", "-f", "{c}"];

describe("commands on Podman are Docker's", () => {
  const table: [what: string, lines: string[][], stdin: string | undefined, expected: Partial<Shown>][] = [
    ["run", [["run", "--rm", "busybox", "echo", "boo"]], undefined, { stdout: "boo\n", stderr: "", code: 0 }],
    [
      "run, its exit code",
      [["run", "--name", "{c}", "busybox", "sh", "-c", "echo no >&2; exit 3"], RM],
      undefined,
      { stderr: "no\n", code: 3 },
    ],
    ["run -i", [["run", "--rm", "-i", "busybox", "wc", "-c"]], "four", { stdout: "4\n", code: 0 }],
    ["run, no such image", [["run", "--rm", "--pull", "never", "no-such-image"]], undefined, { code: 125 }],
    ["run -d", [["run", "-d", "--name", "{c}", "busybox", "true"], RM], undefined, { stdout: "<id>\n", code: 0 }],
    [
      "logs",
      [["run", "--name", "{c}", "busybox", "sh", "-c", "echo out; echo err >&2"], ["logs", "{c}"], ["logs", "-n", "1", "{c}"], RM],
      undefined,
      { code: 0 },
    ],
    [
      "exec",
      [["run", "-d", "--name", "{c}", "busybox", "sleep", "100"], ["exec", "{c}", "sh", "-c", "echo in; exit 7"], RM],
      undefined,
      { code: 0 },
    ],
    ["exec -i", [["run", "-d", "--name", "{c}", "busybox", "sleep", "100"], ["exec", "-i", "{c}", "wc", "-c"], RM], "four", { code: 0 }],
    [
      "ps",
      [
        ["run", "-d", "--name", "{c}", "-l", "a=b", "busybox", "sleep", "100"],
        ["ps", "--filter", "name={c}", "--format", '{{.Names}} {{.Image}} {{.State}} {{.Command}} {{.Label "a"}}'],
        ["stop", "-t", "0", "{c}"],
        ["ps", "-a", "--filter", "name={c}", "--format", "{{.Names}} {{.State}}"],
        ["rm", "{c}"],
      ],
      undefined,
      { code: 0 },
    ],
    [
      "images",
      [
        ["images", "busybox", "--format", "{{.Repository}}:{{.Tag}} {{.ID}} {{.Size}}"],
        ["images", "-q"],
      ],
      undefined,
      { code: 0 },
    ],
    [
      "inspect",
      [
        ["create", "--name", "{c}", "-e", "A=b", "-w", "/tmp", "busybox", "sleep", "1"],
        ["inspect", "-f", "{{.Name}} {{.State.Status}} {{.Config.WorkingDir}} {{json .Config.Cmd}} {{len .Config.Env}}", "{c}"],
        ["inspect", "--type", "image", "-f", "{{.RepoTags}} {{.Os}}", "busybox"],
        ["inspect", "no-such-thing"],
        RM,
      ],
      undefined,
      { code: 0 },
    ],
    [
      "stop, wait, start, kill, rename",
      [
        ["run", "-d", "--name", "{c}", "busybox", "sh", "-c", "trap 'exit 4' TERM; while :; do sleep 0.1; done"],
        ["stop", "{c}"],
        ["wait", "{c}"],
        ["start", "{c}"],
        ["kill", "{c}"],
        ["wait", "{c}"],
        ["rename", "{c}", "{c}-2"],
        ["rm", "{c}-2"],
        ["rm", "{c}"],
      ],
      undefined,
      { code: 0 },
    ],
    ["diff", [["run", "--name", "{c}", "busybox", "touch", "/new"], ["diff", "{c}"], RM], undefined, { code: 0 }],
    [
      "network and volume",
      [
        ["network", "create", "{c}"],
        ["network", "ls", "--filter", "name={c}", "--format", "{{.Name}} {{.Driver}}"],
        ["network", "rm", "{c}"],
        ["volume", "create", "{c}"],
        ["volume", "ls", "-q", "--filter", "name={c}"],
        ["volume", "rm", "{c}"],
      ],
      undefined,
      { code: 0 },
    ],
    [
      "top, pause, port",
      [
        ["run", "-d", "--name", "{c}", "-p", "127.0.0.1::80", "busybox", "sleep", "100"],
        ["pause", "{c}"],
        ["unpause", "{c}"],
        ["top", "{c}", "-o", "comm"],
        RM,
      ],
      undefined,
      { code: 0 },
    ],
  ];
  test.each(table)("prints and ends as Docker does: %s", { timeout: 120_000 }, async (_, lines, stdin, expected) => {
    const [first] = await alike(lines, stdin === undefined ? undefined : { stdin });
    expect(first).toMatchObject(expected);
  });
});

test("prints the table of ps", async () => {
  await dockline(["run", "-d", "--name", "table", "busybox", "sleep", "100"]);
  const { stdout } = await dockline(["ps", "--filter", "name=table"]);
  expect(stdout).toMatch(/^CONTAINER ID +IMAGE +COMMAND +CREATED +STATUS +PORTS +NAMES\n[0-9a-f]{12} .*busybox.* Up .* table\n$/);
  expect((await dockline(["rm", "-f", "table"])).code).toBe(0);
});

test("builds as Docker does", { timeout: 120_000 }, async () => {
  const folder = temporaryFolder("build");
  writeFileSync(join(folder, "Dockerfile"), "FROM busybox\nCOPY plankton /\nRUN cat /plankton > /eaten\nENV A=b\n");
  writeFileSync(join(folder, "plankton"), "krill\n");
  const lines = [
    ["build", "-q", "-t", "{c}:built", folder],
    ["run", "--rm", "{c}:built", "cat", "/eaten"],
    ["rmi", "--force", "{c}:built"],
  ];
  const built = await alike(lines);
  expect(built[1]).toMatchObject({ stdout: "krill\n", code: 0 });
  const loud = await dockline(["build", "-t", "loud:built", folder]);
  expect(loud).toMatchObject({ code: 0 });
  expect(loud.stdout).toMatch(/STEP 1\/4|Step 1\/4/);
  writeFileSync(join(folder, "Dockerfile"), "FROM busybox\nRUN exit 9\n");
  expect((await dockline(["build", "-t", "bad:built", folder])).code).not.toBe(0);
  expect((await dockline(["rmi", "loud:built"])).code).toBe(0);
});

test("copies in and out, a directory and a stream", async () => {
  const folder = temporaryFolder("cp");
  mkdirSync(join(folder, "sea/deep"), { recursive: true });
  writeFileSync(join(folder, "sea/deep/squid"), "ink");
  await dockline(["run", "-d", "--name", "copies", "busybox", "sleep", "100"]);
  expect(await dockline(["cp", "-q", join(folder, "sea"), "copies:/"])).toEqual({ stdout: "", stderr: "", code: 0 });
  expect((await dockline(["exec", "copies", "cat", "/sea/deep/squid"])).stdout).toBe("ink");
  expect((await dockline(["cp", "-q", "copies:/sea/deep/squid", join(folder, "back")])).code).toBe(0);
  expect(readFileSync(join(folder, "back"), "utf8")).toBe("ink");
  const { stdout } = await run([...ours("docker"), "cp", "copies:/sea", "-"], { env: { DOCKER_HOST: host } });
  expect(stdout.includes("deep/squid")).toBe(true);
  expect((await dockline(["cp", "-q", "copies:/no-such", folder])).code).toBe(1);
  expect((await dockline(["rm", "-f", "copies"])).code).toBe(0);
});

test("prints version, info, events, stats and prune", async () => {
  const version = await dockline(["version", "--format", "{{.Server.Version}} {{.Server.APIVersion}}"]);
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+ 1\.\d+\n$/);
  expect((await dockline(["info"])).stdout).toMatch(/^ Containers: \d+$/m);
  expect((await on(ours("dockline"), ["info"])).stdout).toMatch(/^Containers: \d+$/m);
  expect((await dockline(["stats", "--no-stream"])).code).toBe(0);
  expect((await dockline(["system", "df"])).stdout).toMatch(/^Images +\d+ /m);
  expect((await dockline(["container", "prune", "-f"])).code).toBe(0);
  const listener = start([...ours("docker"), "events", "--format", "{{.Action}} {{.Actor.Attributes.name}}"], {
    env: { DOCKER_HOST: host },
    timeout: 60_000,
  });
  // Whether it listens yet does not show.
  for (let heard = false; !heard; heard = /start heard/.test(listener.output().stdout.toString())) {
    expect((await dockline(["run", "--rm", "--name", "heard", "busybox", "true"])).code).toBe(0);
  }
  listener.kill("SIGINT");
  await listener.done;
});
