/** `stats` beside Docker: on figures that are fixed, byte for byte, and on a real engine. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiJson, apiRequest } from "../../scripts/engine/engine-api.mjs";
import { sampleId, sampleJson, sampleNames } from "../fixtures/stats-samples.js";
import { ours, referencePath, run, start } from "../support/command.js";
import { type Daemon, type Reply, type Seen, startDaemon } from "../support/faulty-daemon.js";
import { cases } from "../support/parity.js";
import { privateEngine } from "../support/private-engine.js";
import { until } from "../support/until.js";

/** An engine whose containers are the samples. It keeps streams open after their first value. */
function engineOf(os: string, listed: readonly string[]) {
  const head = (status: number) => `HTTP/1.1 ${status} X\r\nServer: Docker/28.5.2 (${os})\r\nContent-Type: application/json\r\n`;
  const whole = (status: number, body: string): Reply => ({
    raw: `${head(status)}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    after: "keep",
  });
  const open = (body: string): Reply => ({
    raw: `${head(200)}Transfer-Encoding: chunked\r\n\r\n${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`,
    after: "hold",
  });
  return ({ target }: Seen): Reply | undefined => {
    if (target.includes("/events")) return open(" ");
    if (target.includes("/containers/json")) return whole(200, JSON.stringify(listed.map((name) => ({ Id: sampleId(name) }))));
    const name = /\/containers\/([^/]+)\/stats/.exec(target)?.[1] ?? "";
    const sample = sampleJson(name);
    if (sample !== undefined) return target.endsWith("stream=1") ? open(sample) : whole(200, sample);
    if (name === "boom") return whole(500, '{"message":"boom"}');
    if (name === "eof") return whole(200, "");
    if (name === "silent") return open(" ");
    return name ? whole(404, `{"message":"No such container: ${name}"}`) : undefined;
  };
}

const daemons: Record<string, Daemon> = {};
beforeAll(async () => {
  daemons.linux = await startDaemon(engineOf("linux", ["v2", "zero", "half"]));
  daemons.windows = await startDaemon(engineOf("windows", ["v2"]));
  daemons.idle = await startDaemon(engineOf("linux", []));
  daemons.mixed = await startDaemon(engineOf("linux", ["gone", "v1"]));
});
afterAll(async () => {
  for (const daemon of Object.values(daemons)) await daemon.close();
});

async function compared(daemon: string, words: readonly string[], config?: object) {
  const env = { DOCKER_HOST: daemons[daemon]?.host };
  const results = await Promise.all(
    [ours("docker"), [referencePath()]].map(async (command) => {
      const folder = config ? ["--config", await configFolder(config)] : [];
      const { stdout, stderr, code } = await run([...command, ...folder, "stats", ...words], { env });
      return { stdout: stdout.toString(), stderr: stderr.toString(), code };
    }),
  );
  expect(results[0]).toEqual(results[1]);
  return results[0];
}

async function configFolder(config: object): Promise<string> {
  const { temporaryFolder } = await import("../support/command.js");
  const { writeFileSync } = await import("node:fs");
  const folder = temporaryFolder("config");
  writeFileSync(`${folder}/config.json`, JSON.stringify(config));
  return folder;
}

const everything = "{{.Container}}|{{.Name}}|{{.ID}}|{{.CPUPerc}}|{{.MemUsage}}|{{.MemPerc}}|{{.NetIO}}|{{.BlockIO}}|{{.PIDs}}";

describe("stats of fixed figures", () => {
  test.concurrent.each(["linux", "windows"])("prints every sample under %s", async (os) => {
    const all = await compared(os, ["--no-stream", ...sampleNames]);
    expect(all?.stdout.split("\n").length).toBe(sampleNames.length + 2);
    await compared(os, ["--no-stream", "--format", everything, ...sampleNames]);
    await compared(os, ["--no-stream", "--format", "json", ...sampleNames]);
  });

  const lines: readonly (readonly [string, ...string[]])[] = [
    ["linux", "--no-stream"],
    ["linux", "--no-stream", "--all", "--no-trunc"],
    ["linux", "--no-stream", "v2", "zero", "v2"],
    ["linux", "--no-stream", "--format", "table {{.Name}}\\t{{.MemUsage}}\\t{{.CPUPerc}}"],
    ["linux", "--no-stream", "--format", "table", "v1"],
    ["windows", "--no-stream", "--format", "table {{.MemUsage}}\\t{{.PIDs}}\\t{{.MemPerc}}"],
    ["linux", "--no-stream", "--format", "{{.Nothing}}", "v1"],
    ["linux", "--format", "{{.Nothing}}", "v1"],
    ["linux", "--no-stream", "--format", "{{", "v1"],
    ["linux", "--no-stream", "gone", "v1", "boom"],
    ["linux", "gone", "v1"],
    ["linux", "--no-stream", "eof", "v1"],
    ["linux", "--no-stream", "silent", "v1"],
    ["linux", "silent"],
    ["linux", "--no-stream", ""],
    ["linux", "--no-stream=x"],
    ["idle", "--no-stream"],
    ["idle", "--no-stream", "--format", "json"],
    ["mixed", "--no-stream"],
    ["mixed", "--no-stream", "--format", everything],
  ];
  test.concurrent.each(lines)("prints what Docker prints, %s: %s %s %s %s", async (daemon, ...words) => {
    await compared(daemon, words);
  });

  test.concurrent("uses statsFormat of the configuration unless --format is given", async () => {
    const config = { statsFormat: "{{.Name}}={{.PIDs}}" };
    expect((await compared("linux", ["--no-stream", "v1"], config))?.stdout).toBe("v1=7\n");
    expect((await compared("linux", ["--no-stream", "--format", "{{.ID}}", "v1"], config))?.stdout).toBe("763100000000\n");
  });

  test.concurrent.each([["v1"], ["--format", "json", "v1", "v2"], [], ["--all"]])("draws Docker's pictures %s %s", async (...words) => {
    const env = { DOCKER_HOST: daemons.linux?.host };
    const texts = await Promise.all(
      [ours("docker"), [referencePath()]].map(async (command) => {
        const running = start([...command, "stats", ...words], { env, timeout: 15_000 });
        await running.expect(/\x1b\[J(.|\n)*\x1b\[J/);
        running.kill("SIGKILL");
        const text = (await running.done).stdout.toString();
        return text.slice(0, text.indexOf("\x1b[J") + 3);
      }),
    );
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toMatch(/^\x1b\[H/);
  });
});

/** Figures are never the same twice. */
const figures = [
  [/\d+(\.\d+)?%/g, "<n>%"],
  [/\d+(\.\d+)?([kKMGT]i?)?B/g, "<n>B"],
  [/ {2,}/g, "  "],
] as const;

describe("stats of a real daemon", () => {
  const made = ["run", "-d", "--name", "{obj}", "busybox", "sleep", "60"];
  cases([
    { args: ["stats", "--no-stream", "{obj}"], setup: [made], mask: figures },
    { args: ["stats", "--no-stream", "--format", "{{.Container}} {{.Name}} {{.PIDs}}", "{obj}"], setup: [made] },
    { args: ["stats", "--no-stream", "{obj}"], setup: [["create", "--name", "{obj}", "busybox"]] },
    { args: ["container", "stats", "--no-stream", "{obj}", "nobody-{obj}"], setup: [made] },
  ]);

  test("shows containers that come and go", async () => {
    const engine = await privateEngine();
    const name = `stats-${process.pid}`;
    const env = { DOCKER_HOST: engine.host };
    const running = start([...ours("docker"), "stats", "--format", "[{{.Name}}]"], { env, timeout: 40_000 });
    await running.expect(/\x1b\[J/);
    await run([referencePath(), "run", "-d", "--name", name, "busybox", "sleep", "60"], { env });
    await running.expect(new RegExp(`\\[${name}\\]`));
    await apiRequest(engine.socket, "DELETE", `/containers/${name}?force=1`);
    expect(await apiJson(engine.socket, "GET", `/containers/json?filters={"name":["${name}"]}`)).toEqual([]);
    const whole = () => running.output().stdout.toString().split("\x1b[J").at(-2);
    await until(() => !whole()?.includes(name), { of: () => `a picture without ${name}` });
    running.kill("SIGINT");
    expect((await running.done).code).toBe(130);
  });
});
