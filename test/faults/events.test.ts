/** `events` on broken connections: what had come is printed, then an error and a non-zero exit code. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { startEngine } from "../../scripts/engine/start.mjs";
import { ours, run, start } from "../support/command.js";
import { asked, TELLS_REQUESTS } from "../support/daemon-log.js";
import { type Reply, startDaemon } from "../support/faulty-daemon.js";

const ONE = '{"Type":"container","Action":"start","Actor":{"ID":"i"}}\n';
const LINE = "container start i\n";

async function served(body: string, after: Reply["after"]) {
  const raw = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${body && `${body.length.toString(16)}\r\n${body}\r\n`}`;
  const daemon = await startDaemon(({ target }) => (target.includes("/events") ? { raw, after } : undefined));
  onTestFinished(() => daemon.close());
  return { DOCKER_HOST: daemon.host };
}

test.each([
  ["between two events", ONE, LINE],
  ["within an event", ONE + ONE.slice(0, 20), LINE],
  ["before the first", "", ""],
])("prints the whole events and fails if it is cut %s", async (_, body, printed) => {
  const { stdout, stderr, code } = await run([...ours("docker"), "events"], { env: await served(body, "close") });
  expect([stdout.toString(), stderr.toString(), code]).toEqual([printed, "unexpected EOF\n", 1]);
});

test("prints an event when it comes, and takes silence for no failure", async () => {
  const client = start([...ours("docker"), "events"], { env: await served(ONE, "hold") });
  await client.expect(/container start i\n/, 5000);
  // The wait is the subject: in this time nothing may end it.
  await sleep(4000);
  client.kill("SIGINT");
  const { stdout, stderr, code } = await client.done;
  expect([stdout.toString(), stderr.toString(), code]).toEqual([LINE, "", 130]);
});

test("fails if the daemon is killed", async () => {
  const own = await startEngine(TELLS_REQUESTS);
  onTestFinished(() => own.remove());
  const client = start([...ours("docker"), "events"], { env: { DOCKER_HOST: own.host } });
  await asked(own, [/\/events/]);
  await own.kill();
  const { stderr, code } = await client.done;
  expect(code).toBe(1);
  expect(stderr.toString()).toMatch(/unexpected EOF|connection reset by peer/);
});

test("fails if no daemon can be reached", async () => {
  const { stderr, code } = await run([...ours("docker"), "events"], { env: { DOCKER_HOST: "unix:///nowhere/sock" } });
  expect(code).toBe(1);
  expect(stderr.toString()).toContain("Cannot connect to the Docker daemon at unix:///nowhere/sock");
});
