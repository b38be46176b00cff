/** The engine starter itself. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openEngine, type PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiJson, apiRequest } from "../../scripts/engine/engine-api.mjs";
import { busyboxTar, importBusybox, importImage, loadImage } from "../../scripts/engine/images.mjs";
import { startEngine } from "../../scripts/engine/start.mjs";
import { reference, run } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

const cli = fileURLToPath(new URL("../../scripts/engine/cli.mjs", import.meta.url));

/** Runs a container to its end through the API alone; its exit code. */
async function runContainer(engine: PrivateEngine, Image: string, Cmd: string[]): Promise<number> {
  const { Id } = await apiJson(engine.socket, "POST", "/containers/create", { json: { Image, Cmd } });
  await apiJson(engine.socket, "POST", `/containers/${Id}/start`);
  const { StatusCode } = await apiJson(engine.socket, "POST", `/containers/${Id}/wait`);
  await apiJson(engine.socket, "DELETE", `/containers/${Id}`);
  return StatusCode;
}

/** What an engine is known by on this machine; to be noted before it goes. */
function marks({ name, folder, netns, state }: PrivateEngine) {
  return { name, folder, netns, network: `net:[${statSync(netns).ino}]`, port: state.port };
}
type Marks = ReturnType<typeof marks>;

/** Whatever on this machine still bears those marks. */
async function traces(known: Marks): Promise<string[]> {
  const { name, folder, netns, port } = known;
  const processes = readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && belongs(pid, known));
  const mounts = readFileSync("/proc/self/mountinfo", "utf8").split("\n");
  const cgroups = (await run(["find", "/sys/fs/cgroup", "-name", `dockline-${name}`])).stdout.toString().split("\n");
  const links = (await run(["ip", "-n", "dockline-switch", "-o", "link"])).stdout.toString();
  return [
    ...processes.map((pid) => `process ${procFile(pid, "cmdline").replaceAll("\0", " ")}`),
    ...[netns, folder].filter(existsSync),
    ...mounts.filter((line) => line.includes(`dockline-${name} `) || line.includes(folder)),
    ...cgroups.filter(Boolean),
    ...(links.includes(` ${port}@`) ? [`switch port ${port}`] : []),
  ];
}

/** dockerd and its shims are in the engine's network, its containers in its cgroups. */
function belongs(pid: string, { name, folder, network }: Marks): boolean {
  if (procFile(pid, "cmdline").includes(folder) || procFile(pid, "cgroup").includes(`/dockline-${name}/`)) return true;
  try {
    return readlinkSync(`/proc/${pid}/ns/net`) === network;
  } catch {
    return false;
  }
}

function procFile(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "latin1");
  } catch {
    return "";
  }
}

describe("a private engine of the tests", () => {
  let engine: PrivateEngine;
  beforeAll(async () => {
    engine = await startEngine({ version: "28.5" });
    await importBusybox(engine.socket);
  });
  afterAll(() => engine?.remove());

  test("answers on its socket with the version asked for", async () => {
    expect((await apiRequest(engine.socket, "GET", "/_ping")).body.toString()).toBe("OK");
    const { Version, ApiVersion } = await apiJson(engine.socket, "GET", "/version");
    expect([Version.split("+")[0], ApiVersion]).toEqual([engine.version, "1.51"]);
  });

  test("runs a container of the busybox image and passes its exit code", async () => {
    expect(await runContainer(engine, "busybox:latest", ["sh", "-c", "test $(hostname | wc -c) -gt 12 && exit 7"])).toBe(7);
  });

  test("serves Docker's client", async () => {
    const { stdout, code } = await reference(["run", "--rm", "busybox", "echo", "hello"], { env: { DOCKER_HOST: engine.host } });
    expect([stdout.toString(), code]).toEqual(["hello\n", 0]);
  });

  test("makes its containers' ports reachable from the host, and says at once that a public registry is out of reach", async () => {
    const env = { DOCKER_HOST: engine.host };
    await reference(["run", "-d", "--name", "web", "-p", "8080:80", "busybox", "httpd", "-f", "-h", "/etc"], { env });
    const page = await run(["curl", "-s", "--retry", "20", "--retry-connrefused", "--retry-delay", "1", `http://${engine.ip}:8080/group`]);
    expect(page.stdout.toString()).toContain("root:x:0:");
    await reference(["rm", "-f", "web"], { env });
    const begin = Date.now();
    const pull = await reference(["pull", "alpine"], { env });
    expect(pull.code).toBe(1);
    expect(Date.now() - begin).toBeLessThan(5000);
  });

  test("imports images with changes", async () => {
    const changes = ['ENTRYPOINT ["echo"]', 'CMD ["it runs"]', "ENV A=b", "LABEL tier=web", "VOLUME /data", "EXPOSE 80/tcp"];
    await importImage(engine.socket, await busyboxTar(), "changed:1", changes);
    const { Config } = await apiJson(engine.socket, "GET", "/images/changed:1/json");
    expect(Config).toMatchObject({
      Entrypoint: ["echo"],
      Cmd: ["it runs"],
      Env: ["A=b"],
      Labels: { tier: "web" },
      Volumes: { "/data": {} },
      ExposedPorts: { "80/tcp": {} },
    });
    await expect(importImage(engine.socket, await busyboxTar(), "changed:2", ["NONSENSE x"])).rejects.toThrow(/import changed:2/);
  });

  test("loads images that have the same ID everywhere", async () => {
    const spec = { tags: ["fixed:1"], config: { Cmd: ["true"] }, layers: [{ tar: await busyboxTar(), createdBy: "ADD rootfs" }] };
    const id = await loadImage(engine.socket, spec);
    const { Id, Created } = await apiJson(engine.socket, "GET", "/images/fixed:1/json");
    expect([Id, Created]).toEqual([id, "2020-01-02T03:04:05Z"]);
    const { socket } = await privateEngine();
    expect(await loadImage(socket, spec)).toBe(id);
    await apiJson(socket, "DELETE", "/images/fixed:1");
    expect(await runContainer(engine, "fixed:1", [])).toBe(0);
  });

  test("loses its containers' processes but no data when the power goes", async () => {
    const { Id } = await apiJson(engine.socket, "POST", "/containers/create?name=kept", {
      json: { Image: "busybox:latest", Cmd: ["sleep", "600"] },
    });
    await apiJson(engine.socket, "POST", `/containers/${Id}/start`);
    await engine.kill();
    expect(engine.running).toBe(false);
    await expect(apiRequest(engine.socket, "GET", "/_ping")).rejects.toThrow(/ENOENT|ECONNREFUSED/);
    const { ip } = engine;
    await engine.start();
    expect(engine.ip).toBe(ip);
    const { State } = await apiJson(engine.socket, "GET", "/containers/kept/json");
    expect(State.Running).toBe(false);
  });

  test("keeps its data through a stop", async () => {
    await engine.stop();
    expect(engine.running).toBe(false);
    await engine.start();
    expect(await runContainer(engine, "busybox:latest", ["true"])).toBe(0);
  });
});

test("the 20.10 engine speaks API 1.41, beside the newer one", async () => {
  const [older, newer] = [await privateEngine("20.10"), await privateEngine()];
  expect((await apiJson(older.socket, "GET", "/version")).ApiVersion).toBe("1.41");
  expect((await apiJson(newer.socket, "GET", "/version")).ApiVersion).toBe("1.51");
  expect(await runContainer(older, "busybox:latest", ["true"])).toBe(0);
  expect(older.ip).not.toBe(newer.ip);
});

test("engines reach one another by address and keep apart otherwise", async () => {
  const other = await startEngine({ version: "28.5", args: () => ["-H", "tcp://0.0.0.0:2375", "--tls=false"] });
  onTestFinished(() => other.remove());
  const engine = await privateEngine();
  const ping = await run(["nsenter", `--net=${engine.netns}`, "curl", "-s", `http://${other.ip}:2375/_ping`]);
  expect(ping.stdout.toString()).toBe("OK");
  expect(await apiJson(other.socket, "GET", "/images/json")).toEqual([]);
});

test("a removed engine leaves no process, namespace, mount, cgroup or file, not even with containers running", async () => {
  const engine = await startEngine({ version: "28.5" });
  await importBusybox(engine.socket);
  const { Id } = await apiJson(engine.socket, "POST", "/containers/create", { json: { Image: "busybox:latest", Cmd: ["sleep", "600"] } });
  await apiJson(engine.socket, "POST", `/containers/${Id}/start`);
  const known = marks(engine);
  // Started, but perhaps still on its way from runc's first process to its own.
  await expect.poll(() => traces(known), { timeout: 10_000 }).toContainEqual(expect.stringMatching(/^process sleep 600/));
  const alive = await traces(known);
  for (const kind of [/^process dockerd/, /containerd-shim/, /^\/run\/netns/, /cgroup/, /^switch port p\d/]) {
    expect(alive).toContainEqual(expect.stringMatching(kind));
  }
  await engine.remove();
  expect(await traces(known)).toEqual([]);
});

test("an engine that cannot start says why, and leaves nothing", async () => {
  await expect(startEngine({ version: "28.5", args: () => ["--storage-driver=nonsense"] })).rejects.toThrow(
    /driver not supported: nonsense/,
  );
  await expect(startEngine({ name: "No/Good" })).rejects.toThrow(/invalid engine name/);
});

test("a killed owner's engine is gone soon after, with nobody's help", async () => {
  const engineModule = new URL("../../scripts/engine/start.mjs", import.meta.url).href;
  const script = `const { startEngine } = await import(${JSON.stringify(engineModule)});
    console.log((await startEngine({ version: "28.5" })).name); setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const name = await new Promise<string>((resolve) => owner.stdout.once("data", (chunk) => resolve(chunk.toString().trim())));
  const engine = openEngine(name);
  expect(engine.running).toBe(true);
  const known = marks(engine);
  owner.kill("SIGKILL");
  await expect.poll(() => traces(known), { timeout: 15_000 }).toEqual([]);
});

test("the command line makes, stops, starts and removes an engine that outlives it", async () => {
  const name = `c${process.pid}`;
  const { XDG_CACHE_HOME, HOME, DOCKLINE_ENGINES } = process.env;
  const engine = (...args: string[]) =>
    run([process.execPath, cli, ...args], { timeout: 60_000, env: { XDG_CACHE_HOME, HOME, DOCKLINE_ENGINES } });
  onTestFinished(async () => {
    await engine("rm", name);
  });
  const up = await engine("up", name, "--version", "28.5", "--", "--label", "a=b");
  expect(up.stdout.toString()).toBe(`export DOCKER_HOST=${openEngine(name).host}\n`);
  expect(up.code).toBe(0);
  expect((await apiJson(openEngine(name).socket, "GET", "/info")).Labels).toEqual(["a=b"]);
  expect((await engine("down", name)).code).toBe(0);
  expect((await engine("ls")).stdout.toString()).toMatch(new RegExp(`^${name} +28\\.5\\.\\d+ +\\S+ +stopped$`, "m"));
  await engine("up", name);
  expect((await apiJson(openEngine(name).socket, "GET", "/images/json"))[0].RepoTags).toEqual(["busybox:latest"]);
  expect((await engine("rm", name)).code).toBe(0);
  const gone = await engine("env", name);
  expect([gone.code, gone.stderr.toString()]).toEqual([1, `engine: no engine ${name}\n`]);
});
