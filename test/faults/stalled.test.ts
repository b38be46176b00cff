/** An engine that stops answering without going away: every command that waits or follows ends with an error, and silence alone ends none. */
import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiRequest } from "../../scripts/engine/engine-api.mjs";
import { importBusybox } from "../../scripts/engine/images.mjs";
import { startEngine } from "../../scripts/engine/start.mjs";
import { ours, reference, start } from "../support/command.js";
import { asked, TELLS_REQUESTS } from "../support/daemon-log.js";
import { type FaultProxy, startProxy } from "../support/fault-proxy.js";
import { privateEngine } from "../support/private-engine.js";

/** Seconds that ours waits for the answer to its question; the usual 30 are long for a test. */
const PATIENCE = "2";
const LOOP = ["busybox", "sh", "-c", "while :; do echo tick; sleep 0.1; done"];
const BUG = /this is a bug|\n {4}at /;

const on = (host: string) => ({ env: { DOCKER_HOST: host, DOCKLINE_PATIENCE: PATIENCE }, timeout: 40_000 });

/** The dockerd below the processes that give an engine its namespaces. */
function dockerdOf(engine: PrivateEngine): number {
  let pids = [engine.state.process?.pid ?? 0];
  while (pids.length > 0) {
    const found = pids.find((pid) => execFileSync("cat", [`/proc/${pid}/comm`], { encoding: "utf8" }) === "dockerd\n");
    if (found) return found;
    pids = pids.flatMap((pid) =>
      execFileSync("cat", [`/proc/${pid}/task/${pid}/children`], { encoding: "utf8" })
        .split(" ")
        .filter(Boolean)
        .map(Number),
    );
  }
  throw new Error(`no dockerd below ${engine.name}`);
}

test("ends all that waits, follows or begins with an error when dockerd is frozen", {
  timeout: 90_000,
}, async () => {
  const engine = await startEngine({ version: "28.5", ...TELLS_REQUESTS });
  onTestFinished(() => engine.remove());
  await importBusybox(engine.socket);
  await reference(["run", "-d", "--name", "loop", ...LOOP], { env: { DOCKER_HOST: engine.host } });
  await reference(["run", "-d", "--name", "idle", "busybox", "sleep", "600"], { env: { DOCKER_HOST: engine.host } });
  await reference(["create", "--name", "later", ...LOOP], { env: { DOCKER_HOST: engine.host } });
  const lines: string[][] = [
    ["logs", "-f", "loop"],
    ["logs", "-f", "idle"],
    ["events"],
    ["attach", "loop"],
    ["attach", "idle"],
    ["wait", "loop", "idle"],
    ["exec", "loop", "sleep", "60"],
    ["run", "--name", "run", ...LOOP],
    ["run", "--rm", "-i", "--name", "run-rm", "busybox", "cat"],
    ["start", "-a", "later"],
    ["stats", "loop"],
    ["stats"],
    ["stop", "-t", "60", "idle"],
  ];
  const running = lines.map((args) => start([...ours(), ...args], { ...on(engine.host), stdin: null }));
  // What says something has begun when it says it; for the others the daemon's log tells.
  await Promise.all([0, 3, 7, 9].map((i) => running[i]?.expect(/tick/, 30_000)));
  await running[10]?.expect(/loop/, 30_000);
  await running[11]?.expect(/idle/, 30_000);
  const times = (count: number, path: RegExp) => Array<RegExp>(count).fill(path);
  const single = [/\/events/, /\/loop\/wait/, /\/exec\/\w+\/start/, /\/stop/];
  // Of the five starts two are those of `loop` and `idle` themselves.
  await asked(engine, [...single, ...times(2, /\/logs/), ...times(5, /\/attach/), ...times(5, /\/containers\/\w+\/start/)], 30_000);
  const dockerd = dockerdOf(engine);
  process.kill(dockerd, "SIGSTOP");
  onTestFinished(() => void process.kill(dockerd, "SIGCONT"));
  const frozen = Date.now();
  const afterwards = [["run", "-d", "busybox", "true"], ["ps"], ["rm", "-f", "loop"]];
  const late = afterwards.map((args) =>
    start([...ours(), ...args], { ...on(engine.host), env: { ...on(engine.host).env, DOCKER_API_VERSION: "1.45" } }),
  );
  const ends = await Promise.all([...running, ...late].map(({ done }) => done));
  const took = Date.now() - frozen;
  const told = ends.map(({ code, signal, stderr, timedOut }, i) => ({
    line: [...lines, ...afterwards][i]?.join(" "),
    end: timedOut ? "none" : (signal ?? (code ? "failure" : "success")),
    said: stderr.toString().includes(`the Docker daemon at ${engine.host} has stopped answering`) && !BUG.test(stderr.toString()),
  }));
  expect(told).toEqual(told.map(({ line }) => ({ line, end: "failure", said: true })));
  expect(took).toBeLessThan(30_000);
});

describe("one connection is silent, but the daemon answers", () => {
  let engine: PrivateEngine;
  let proxy: FaultProxy;
  beforeAll(async () => {
    engine = await privateEngine();
    proxy = await startProxy(engine.socket);
    await reference(["run", "-d", "--name", "st-idle", "busybox", "sleep", "600"], { env: { DOCKER_HOST: engine.host } });
  });
  afterAll(async () => {
    await proxy?.close();
    await apiRequest(engine.socket, "DELETE", "/containers/st-idle?force=1");
  });
  beforeEach(() => proxy.set());

  test.each([
    ["logs", "-f", "st-idle"],
    ["attach", "st-idle"],
    ["wait", "st-idle"],
    ["events", "--filter", "container=nothing"],
    ["exec", "st-idle", "sleep", "60"],
  ])("does not end %s %s %s, and asks the daemon again and again", async (...words) => {
    const env = { DOCKER_HOST: proxy.host, DOCKLINE_PATIENCE: "0.2" };
    const asked = () => proxy.requests.filter((line) => line.startsWith("HEAD /_ping")).length;
    const before = asked();
    const running = start([...ours(), ...words], { env });
    await expect.poll(() => asked() - before, { timeout: 15_000 }).toBeGreaterThan(10);
    running.kill("SIGKILL");
    const { stderr, signal } = await running.done;
    expect([stderr.toString(), signal]).toEqual(["", "SIGKILL"]);
  });

  test("asks nothing with DOCKLINE_PATIENCE=0", async () => {
    const before = proxy.requests.length;
    const running = start([...ours(), "wait", "st-idle"], { env: { DOCKER_HOST: proxy.host, DOCKLINE_PATIENCE: "0" } });
    await expect.poll(() => proxy.requests.length - before, { timeout: 10_000 }).toBe(2);
    // The wait is the subject: in this time nothing more may be asked.
    await sleep(1500);
    running.kill("SIGKILL");
    await running.done;
    expect(proxy.requests.length - before).toBe(2);
  });
});
