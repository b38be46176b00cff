/** `stats` and an engine that goes away: an error and a non-zero exit code, where the reference hangs. */
import { execFileSync } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { startEngine } from "../../scripts/engine/engine.mjs";
import { importBusybox } from "../../scripts/engine/images.mjs";
import { ours, referencePath, run, start } from "../engine/command.js";
import { privateEngine } from "../engine/private-engine.js";
import { sampleJson } from "../fixtures/stats-samples.js";
import { answer, startDaemon } from "./daemon.js";
import { type Fault, startProxy } from "./proxy.js";

/** A running container of the engine; its name. */
async function running(host: string): Promise<string> {
  const name = `stats-faults-${process.pid}-${Date.now()}`;
  const env = { DOCKER_HOST: host };
  await run([referencePath(), "run", "-d", "--name", name, "busybox", "sleep", "300"], { env });
  onTestFinished(async () => void (await run([referencePath(), "rm", "-f", name], { env })));
  return name;
}

test.each([
  ["cut", "unix", { cutAfter: 6000 }],
  ["cut at once", "unix", { cutAfter: 0 }],
  ["reset", "tcp", { cutAfter: 6000, reset: true }],
] as const)("figures %s", async (_, listen, fault) => {
  const engine = await privateEngine();
  const name = await running(engine.host);
  const faults: Fault[] = [{ match: /\/stats/, from: "body", ...fault }];
  const proxy = await startProxy(engine.socket, { listen, faults });
  onTestFinished(() => proxy.close());
  const env = { DOCKER_HOST: proxy.host };
  const results = await Promise.all([run([...ours("docker"), "stats", name], { env }), run([...ours("docker"), "stats"], { env })]);
  for (const { code, stderr, timedOut } of results) {
    expect([code, timedOut]).toEqual([1, false]);
    expect(stderr.toString()).toMatch(/unexpected EOF|connection reset by peer/);
  }
});

test("events cut", async () => {
  const engine = await privateEngine();
  await running(engine.host);
  const proxy = await startProxy(engine.socket, { faults: [{ match: /\/events/, from: "body", cutAfter: 1 }] });
  onTestFinished(() => proxy.close());
  const client = start([...ours("docker"), "stats"], { env: { DOCKER_HOST: proxy.host } });
  await client.expect(/\x1b\[J/);
  await running(engine.host);
  const { code, stderr } = await client.done;
  expect([code, stderr.toString()]).toEqual([1, "unexpected EOF\n"]);
});

test.each(["named", "all"])("the engine is killed: %s", async (which) => {
  const own = await startEngine({});
  onTestFinished(() => own.remove());
  await importBusybox(own.socket);
  const name = await running(own.host);
  const client = start([...ours("docker"), "stats", ...(which === "named" ? [name] : [])], {
    env: { DOCKER_HOST: own.host },
    timeout: 40_000,
  });
  await client.expect(/\x1b\[J/);
  await own.kill();
  const { code, stderr, timedOut } = await client.done;
  expect([code, timedOut]).toEqual([1, false]);
  expect(stderr.toString()).toMatch(/unexpected EOF|Cannot connect to the Docker daemon|connection reset by peer/);
});

test("the container is gone, then the engine", async () => {
  // The stream ends as it should: nothing but a question tells that nobody is there any more.
  const daemon = await startDaemon(({ target }) => (target.includes("/stats") ? answer(200, sampleJson("v2") ?? "") : undefined));
  const client = start([...ours("docker"), "stats", "v2"], { env: { DOCKER_HOST: daemon.host }, timeout: 30_000 });
  await client.expect(/-- \/ --/);
  await daemon.close();
  const { code, stderr } = await client.done;
  expect(code).toBe(1);
  expect(stderr.toString()).toContain("Cannot connect to the Docker daemon");
});

test("the engine stops answering without going away", async () => {
  let frozen = false;
  const daemon = await startDaemon(({ target }) => {
    if (frozen) return { raw: "", after: "hold" };
    return target.includes("/stats") ? answer(200, sampleJson("v2") ?? "") : undefined;
  });
  onTestFinished(() => daemon.close());
  const client = start([...ours("docker"), "stats", "v2"], { env: { DOCKER_HOST: daemon.host }, timeout: 40_000 });
  await client.expect(/-- \/ --/);
  frozen = true;
  const { code, stderr } = await client.done;
  expect(code).toBe(1);
  expect(stderr.toString()).toContain("has stopped answering");
});

test("Ctrl-C ends at once", async () => {
  const engine = await privateEngine();
  const client = start([...ours("docker"), "stats"], { env: { DOCKER_HOST: engine.host } });
  await client.expect(/\x1b\[J/);
  const begun = Date.now();
  client.kill("SIGINT");
  expect((await client.done).code).toBe(130);
  expect(Date.now() - begun).toBeLessThan(1000);
});

test("the reader goes away", async () => {
  const engine = await privateEngine();
  const [docker = ""] = ours("docker");
  const script = `${docker} stats --format json | head -c 3 >/dev/null; echo "\${PIPESTATUS[0]}"`;
  const code = execFileSync("bash", ["-c", script], {
    env: { ...process.env, DOCKER_HOST: engine.host },
    encoding: "utf8",
    timeout: 20_000,
  });
  expect(code).toBe("141\n");
});
