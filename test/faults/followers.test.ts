/** Commands that wait or follow, when the connection or the engine goes: an error, an exit code, and no waiting for ever. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, type TestContext, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiRequest } from "../../scripts/engine/engine-api.mjs";
import { importBusybox } from "../../scripts/engine/images.mjs";
import { startEngine } from "../../scripts/engine/start.mjs";
import { dockline, ours, type Result, reference, start } from "../support/command.js";
import { asked, TELLS_REQUESTS } from "../support/daemon-log.js";
import { type Fault, type FaultProxy, startProxy } from "../support/fault-proxy.js";
import { startDaemon } from "../support/faulty-daemon.js";
import { privateEngine } from "../support/private-engine.js";
import { until } from "../support/until.js";

const LOOP = ["busybox", "sh", "-c", "while :; do echo tick; sleep 0.1; done"];

let engine: PrivateEngine;
beforeAll(async () => {
  engine = await privateEngine();
  await reference(["run", "-d", "--name", "fl-loop", ...LOOP], { env: { DOCKER_HOST: engine.host } });
});
afterAll(async () => void (await apiRequest(engine.socket, "DELETE", "/containers/fl-loop?force=1")));

/** Hooks of one test: they wait most of their time, so that several run at once. */
type Hooks = Pick<TestContext, "onTestFinished">;

/** A proxy of the test's own. */
async function broken({ onTestFinished }: Hooks, fault: Fault, listen: "unix" | "tcp" = "unix"): Promise<FaultProxy> {
  const proxy = await startProxy(engine.socket, { listen, faults: [fault] });
  onTestFinished(() => proxy.close());
  return proxy;
}

const on = (host: string) => ({ env: { DOCKER_HOST: host } });

/** An end that says what happened: a line on stderr that is no stack trace, and an exit code of failure. */
function expectFailure({ code, signal, stderr, timedOut }: Result): void {
  expect({ timedOut, signal, said: stderr.toString().trim() !== "" }, stderr.toString()).toEqual({
    timedOut: false,
    signal: null,
    said: true,
  });
  expect(code).toBeGreaterThan(0);
  expect(stderr.toString()).not.toMatch(/this is a bug|\n {4}at /);
}

function remove({ onTestFinished }: Hooks, name: string): void {
  onTestFinished(async () => {
    await apiRequest(engine.socket, "DELETE", `/containers/${name}?force=1`);
  });
}

interface Broken {
  name: string;
  args: readonly string[];
  /** Which answers are broken. */
  match: RegExp;
}

const followers: readonly Broken[] = [
  { name: "logs -f", args: ["logs", "-f", "fl-loop"], match: /\/logs\?/ },
  { name: "attach", args: ["attach", "fl-loop"], match: /\/attach|\/wait/ },
  { name: "wait", args: ["wait", "fl-loop"], match: /\/wait/ },
  { name: "exec", args: ["exec", "fl-loop", "sh", "-c", "while :; do echo x; sleep 0.1; done"], match: /\/exec\/.*\/start/ },
];

describe.concurrent.each(followers)("$name", ({ args, match }) => {
  test.for<[string, Fault]>([
    ["before the answer", { cutAfter: 0 }],
    ["within the head", { cutAfter: 20 }],
    ["behind the head", { from: "body", cutAfter: 0 }],
    ["within the stream", { from: "body", cutAfter: 30 }],
  ])("ends with an error if cut %s", async ([, fault], hooks) => {
    if (args[0] === "wait" && fault.cutAfter === 30) return; // its body comes at the end only
    const proxy = await broken(hooks, { ...fault, match });
    expectFailure(await dockline(args, { ...on(proxy.host), timeout: 10_000 }));
  });

  test("ends with an error if reset within the stream", async (hooks) => {
    const tcp = await broken(hooks, { match, from: "body", cutAfter: args[0] === "wait" ? 0 : 30, reset: true }, "tcp");
    expectFailure(await dockline(args, { ...on(tcp.host), timeout: 10_000 }));
  });

  test("ends at the third Ctrl-C at the latest if stalled", async (hooks) => {
    const proxy = await broken(hooks, { match: /\/kill|\/wait|\/logs|\/attach|\/start/, from: "body", stallAfter: 0 });
    const running = start([...ours(), ...args], { ...on(proxy.host), timeout: 15_000 });
    await until(() => proxy.requests.some((line) => match.test(line)));
    for (let i = 0; i < 4; i++) {
      running.kill("SIGINT");
      // Signals that come together count once.
      await sleep(150);
    }
    const { timedOut, code } = await running.done;
    expect({ timedOut, failed: code !== 0 }).toEqual({ timedOut: false, failed: true });
  });
});

describe.concurrent("run", () => {
  test.for<[string, Fault]>([
    ["the create is cut", { match: /\/create/, cutAfter: 0 }],
    ["the attach is refused", { match: /\/attach/, cutAfter: 0 }],
    ["the wait is cut", { match: /\/wait/, cutAfter: 0 }],
    ["the start is cut", { match: /\/start/, cutAfter: 0 }],
    ["attach and wait are cut later", { match: /\/attach|\/wait/, from: "body", cutAfter: 0 }],
  ])("--rm leaves nothing when %s", async ([title, fault], hooks) => {
    const name = `fl-run-${title.replace(/\W/g, "")}`;
    remove(hooks, name);
    const proxy = await broken(hooks, fault);
    expectFailure(await dockline(["run", "--rm", "--name", name, "busybox", "sleep", "3"], { ...on(proxy.host), timeout: 15_000 }));
    // A create whose answer never came cannot be undone: nobody knows whether there is one.
    if (title.includes("create")) return;
    // What was started before the cut ends by itself and is the daemon's to remove; the rest must be gone.
    const status = async () => (await apiRequest(engine.socket, "GET", `/containers/${name}/json`)).status;
    await until(async () => (await status()) === 404, { timeout: 8000, of: () => `the end of ${name}` });
  });

  test("ends with -d though the wait got no answer", async (hooks) => {
    remove(hooks, "fl-detached");
    const proxy = await broken(hooks, { match: /\/wait|\/attach/, stallAfter: 0 });
    const { code, timedOut } = await dockline(["run", "-d", "--name", "fl-detached", "busybox", "sleep", "60"], {
      ...on(proxy.host),
      timeout: 10_000,
    });
    expect({ code, timedOut }).toEqual({ code: 0, timedOut: false });
  });

  test("and start -a end with an error when they are cut", async (hooks) => {
    remove(hooks, "fl-start");
    await reference(["create", "--name", "fl-start", ...LOOP], on(engine.host));
    const proxy = await broken(hooks, { match: /\/attach|\/wait/, from: "body", cutAfter: 30 });
    const running = start([...ours(), "start", "-a", "fl-start"], { ...on(proxy.host), timeout: 12_000 });
    await until(() => proxy.cuts() > 0);
    // The stream was cut; the wait goes with the proxy.
    await Promise.race([running.done, proxy.close()]);
    expectFailure(await running.done);
  });
});

describe.concurrent("the daemon loses power", () => {
  let own: PrivateEngine;
  beforeAll(async () => {
    own = await startEngine({ version: "28.5", ...TELLS_REQUESTS });
    await importBusybox(own.socket);
    await reference(["run", "-d", "--name", "loop", ...LOOP], on(own.host));
  });
  afterAll(() => own?.remove());

  test("ends every follower with an error, soon", async () => {
    await reference(["create", "--name", "later", ...LOOP], on(own.host));
    const lines = [
      ["logs", "-f", "loop"],
      ["attach", "loop"],
      ["wait", "loop"],
      ["exec", "loop", "sleep", "60"],
      ["run", "--name", "run", ...LOOP],
      ["start", "-a", "later"],
      ["run", "--rm", "-i", "--name", "run-rm", "busybox", "cat"],
    ];
    const running = lines.map((args) => start([...ours(), ...args], { ...on(own.host), timeout: 30_000, stdin: null }));
    // By whatever name; the first start is that of `loop` itself.
    const four = (path: RegExp) => Array<RegExp>(4).fill(path);
    await asked(own, [/\/logs/, /\/loop\/wait/, /\/exec\/\w+\/start/, ...four(/\/attach/), ...four(/\/containers\/\w+\/start/)]);
    await own.kill();
    const killed = Date.now();
    const ends = await Promise.all(running.map(({ done }) => done));
    expect(Date.now() - killed).toBeLessThan(10_000);
    for (const end of ends) expectFailure(end);
  });
});

describe.concurrent("a daemon that accepts the connection and sends nothing", () => {
  // That it gives up after a minute is told in test/idle.
  test("is left at once at Ctrl-C", async ({ onTestFinished }) => {
    const daemon = await startDaemon(() => ({ raw: "", after: "hold" }));
    onTestFinished(() => daemon.close());
    const running = start([...ours(), "ps"], on(daemon.host));
    await until(() => daemon.requests.length > 0);
    const interrupted = Date.now();
    running.kill("SIGINT");
    expect(await running.done).toMatchObject({ code: 130, timedOut: false });
    expect(Date.now() - interrupted).toBeLessThan(3000);
  });
});
