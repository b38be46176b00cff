/** `stats` and an engine that goes away: an error and a non-zero exit code, where Docker hangs. */
import { execFileSync } from "node:child_process";
import { expect, type TestContext, test } from "vitest";
import { importBusybox } from "../../scripts/engine/images.mjs";
import { startEngine } from "../../scripts/engine/start.mjs";
import { sampleJson } from "../fixtures/stats-samples.js";
import { ours, referencePath, run, start } from "../support/command.js";
import { type Fault, startProxy } from "../support/fault-proxy.js";
import { answer, startDaemon } from "../support/faulty-daemon.js";
import { privateEngine } from "../support/private-engine.js";

type Hooks = Pick<TestContext, "onTestFinished">;
let count = 0;

/** A running container of the engine; its name. */
async function running({ onTestFinished }: Hooks, host: string): Promise<string> {
  const name = `stats-faults-${process.pid}-${++count}`;
  const env = { DOCKER_HOST: host };
  await run([referencePath(), "run", "-d", "--name", name, "busybox", "sleep", "300"], { env });
  onTestFinished(async () => void (await run([referencePath(), "rm", "-f", name], { env })));
  return name;
}

test.concurrent.for([
  ["cut", "unix", { cutAfter: 6000 }],
  ["cut at once", "unix", { cutAfter: 0 }],
  ["reset", "tcp", { cutAfter: 6000, reset: true }],
] as const)("fails when the figures are %s", async ([, listen, fault], hooks) => {
  const engine = await privateEngine();
  const name = await running(hooks, engine.host);
  const faults: Fault[] = [{ match: /\/stats/, from: "body", ...fault }];
  const proxy = await startProxy(engine.socket, { listen, faults });
  hooks.onTestFinished(() => proxy.close());
  const env = { DOCKER_HOST: proxy.host };
  const results = await Promise.all([run([...ours("docker"), "stats", name], { env }), run([...ours("docker"), "stats"], { env })]);
  for (const { code, stderr, timedOut } of results) {
    expect([code, timedOut]).toEqual([1, false]);
    expect(stderr.toString()).toMatch(/unexpected EOF|connection reset by peer/);
  }
});

test.concurrent.for(["named", "all"])("fails if the daemon is killed: %s", async (which, hooks) => {
  const own = await startEngine({});
  hooks.onTestFinished(() => own.remove());
  await importBusybox(own.socket);
  const name = await running(hooks, own.host);
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

test.concurrent("fails if the daemon goes after the container", async () => {
  // The stream ends as it should: nothing but a question tells that nobody is there any more.
  const daemon = await startDaemon(({ target }) => (target.includes("/stats") ? answer(200, sampleJson("v2") ?? "") : undefined));
  const client = start([...ours("docker"), "stats", "v2"], { env: { DOCKER_HOST: daemon.host }, timeout: 30_000 });
  await client.expect(/-- \/ --/);
  await daemon.close();
  const { code, stderr } = await client.done;
  expect(code).toBe(1);
  expect(stderr.toString()).toContain("Cannot connect to the Docker daemon");
});

test.concurrent("fails if the daemon stops answering without going away", async (hooks) => {
  let frozen = false;
  const daemon = await startDaemon(({ target }) => {
    if (frozen) return { raw: "", after: "hold" };
    return target.includes("/stats") ? answer(200, sampleJson("v2") ?? "") : undefined;
  });
  hooks.onTestFinished(() => daemon.close());
  const client = start([...ours("docker"), "stats", "v2"], { env: { DOCKER_HOST: daemon.host }, timeout: 40_000 });
  await client.expect(/-- \/ --/);
  frozen = true;
  const { code, stderr } = await client.done;
  expect(code).toBe(1);
  expect(stderr.toString()).toContain("has stopped answering");
});

// Alone: it counts on no events but its own.
test("fails if the events are cut", async (hooks) => {
  const engine = await privateEngine();
  await running(hooks, engine.host);
  const proxy = await startProxy(engine.socket, { faults: [{ match: /\/events/, from: "body", cutAfter: 1 }] });
  hooks.onTestFinished(() => proxy.close());
  const client = start([...ours("docker"), "stats"], { env: { DOCKER_HOST: proxy.host } });
  await client.expect(/\x1b\[J/);
  await running(hooks, engine.host);
  const { code, stderr } = await client.done;
  expect([code, stderr.toString()]).toEqual([1, "unexpected EOF\n"]);
});

test("ends at once at Ctrl-C", async () => {
  const engine = await privateEngine();
  const client = start([...ours("docker"), "stats"], { env: { DOCKER_HOST: engine.host } });
  await client.expect(/\x1b\[J/);
  const begun = Date.now();
  client.kill("SIGINT");
  expect((await client.done).code).toBe(130);
  expect(Date.now() - begun).toBeLessThan(1000);
});

test("ends quietly when its reader goes away", async () => {
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
