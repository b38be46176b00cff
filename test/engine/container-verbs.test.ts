/** Many containers at once, engines that die: what no comparison with Docker shows. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiJson, apiRequest } from "../../scripts/engine/engine-api.mjs";
import { importBusybox } from "../../scripts/engine/images.mjs";
import { startEngine } from "../../scripts/engine/start.mjs";
import { dockline, ours, reference, start } from "../support/command.js";
import { asked, TELLS_REQUESTS } from "../support/daemon-log.js";
import { privateEngine } from "../support/private-engine.js";

const MANY = 200;
let engine: PrivateEngine;
const names = Array.from({ length: MANY }, (_, i) => `many-${process.pid}-${i}`);

async function create(name: string): Promise<void> {
  const body = { Image: "busybox", Cmd: ["true"], Labels: { n: name } };
  const { status } = await apiRequest(engine.socket, "POST", `/containers/create?name=${name}`, { json: body });
  if (status !== 201) throw new Error(`create ${name}: ${status}`);
}

beforeAll(async () => {
  engine = await privateEngine();
  for (let i = 0; i < MANY; i += 10) await Promise.all(names.slice(i, i + 10).map(create));
});
afterAll(async () => {
  await dockline(["rm", "-f", ...names], { env: { DOCKER_HOST: engine.host }, timeout: 60_000 });
});

describe(`${MANY} containers`, () => {
  test("are inspected in order, with missing names reported apart", async () => {
    const asked = [...names.slice(0, 100), "nosuch-a", ...names.slice(100), "nosuch-b"];
    const { stdout, stderr, code } = await dockline(["inspect", "-f", "{{.Config.Labels.n}}", ...asked], {
      env: { DOCKER_HOST: engine.host },
      timeout: 60_000,
    });
    expect(stdout.toString()).toBe(`${names.join("\n")}\n`);
    expect(stderr.toString()).toBe("Error: No such object: nosuch-a\nError: No such object: nosuch-b\n");
    expect(code).toBe(1);
  });

  test("are removed in order", async () => {
    const { stdout, stderr, code } = await dockline(["rm", ...names, "nosuch"], { env: { DOCKER_HOST: engine.host }, timeout: 60_000 });
    expect(stdout.toString()).toBe(`${names.join("\n")}\n`);
    expect(stderr.toString()).toBe("Error response from daemon: No such container: nosuch\n");
    expect(code).toBe(1);
    const filters = encodeURIComponent(JSON.stringify({ name: [`many-${process.pid}-`] }));
    expect(await apiJson(engine.socket, "GET", `/containers/json?all=1&filters=${filters}`)).toEqual([]);
  });
});

describe("when the daemon dies", () => {
  test("wait ends with an error, never hangs", async () => {
    const own = await startEngine(TELLS_REQUESTS);
    try {
      await importBusybox(own.socket);
      const env = { DOCKER_HOST: own.host };
      const ran = await reference(["run", "-d", "--name", "waited", "busybox", "sleep", "600"], { env });
      expect([ran.stderr.toString(), ran.code]).toEqual(["", 0]);
      const wait = start([...ours(), "wait", "waited"], { env, timeout: 30_000 });
      await asked(own, [/\/waited\/wait/]);
      await own.kill();
      const { stdout, stderr, code, timedOut } = await wait.done;
      expect([stdout.toString(), code, timedOut]).toEqual(["", 1, false]);
      expect(stderr.toString()).toMatch(/EOF|connection reset/);
    } finally {
      await own.remove();
    }
  });
});
