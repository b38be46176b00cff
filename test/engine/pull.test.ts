/** Pulling with ours: what cannot be compared with Docker, which asks for a password and waits for ever, or prints more. */
import http from "node:http";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { ACCOUNT, startRegistry } from "../../scripts/engine/registry.mjs";
import { dockline, ours, reference, start, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

let engine: PrivateEngine;
beforeAll(async () => {
  engine = await privateEngine();
});

describe("credentials", () => {
  test("fails with a wrong password instead of asking without a terminal", async () => {
    const registry = await startRegistry(engine, { port: 5020, auth: true });
    onTestFinished(registry.stop);
    const auth = (password: string) =>
      JSON.stringify({ auths: { [registry.address]: { auth: Buffer.from(`${ACCOUNT.user}:${password}`).toString("base64") } } });
    const pull = (password: string) =>
      dockline(["pull", "-q", `${registry.address}/x:1`], { env: { DOCKER_HOST: engine.host, DOCKER_AUTH_CONFIG: auth(password) } });
    const wrong = await pull("wrong");
    expect(wrong.stderr.toString()).toBe("Error response from daemon: unauthorized: authentication required\n");
    expect(wrong.code).toBe(1);
    // The right one gets as far as "there is no such image".
    expect((await pull(ACCOUNT.password)).stderr.toString()).toMatch(/^Error response from daemon: manifest for .* not found/);
  });

  test("refuses content trust instead of ignoring it", async () => {
    const env = { DOCKER_HOST: engine.host };
    for (const [args, more] of [
      [["pull", "--disable-content-trust=false", "127.0.0.1:1/x"], {}],
      [["pull", "127.0.0.1:1/x"], { DOCKER_CONTENT_TRUST: "1" }],
    ] as const) {
      const { stderr, code } = await dockline(args, { env: { ...env, ...more } });
      expect(stderr.toString()).toContain("cannot check signatures");
      expect(code).toBe(1);
    }
    // Switched off on the command line, it is the registry that is missed.
    const off = await dockline(["pull", "--disable-content-trust", "127.0.0.1:1/x"], { env: { ...env, DOCKER_CONTENT_TRUST: "1" } });
    expect(off.stderr.toString()).toContain("connection refused");
  });
});

/** An engine that says `head` and nothing more; `closed` resolves when the client lets go. */
async function stallingEngine(head: string) {
  let letGo = () => {};
  const closed = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const server = http.createServer((request, response) => {
    response.setHeader("Api-Version", "1.51");
    if (request.url === "/_ping") return void response.end();
    response.setHeader("Content-Type", "application/json");
    request.socket.once("close", letGo);
    response.write(head);
  });
  const socket = join(temporaryFolder("d"), "s");
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `unix://${socket}`, closed };
}

describe("pull interrupted", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("closes the connection at %s, prints nothing, and ends with 128 + n", async (signal) => {
    const { host, closed } = await stallingEngine(
      '{"status":"Pulling from a","id":"1"}\n{"status":"Pulling fs layer","progressDetail":{},"id":"l1"}\n',
    );
    const pull = start([...ours(), "pull", "a:1"], { env: { DOCKER_HOST: host } });
    await pull.expect(/fs layer\n/);
    pull.kill(signal);
    const { stdout, stderr, code } = await pull.done;
    expect([stdout.toString(), stderr.toString(), code]).toEqual([
      "1: Pulling from a\nl1: Pulling fs layer\n",
      "",
      signal === "SIGINT" ? 130 : 143,
    ]);
    await closed;
  });

  test("fails if the response is cut", async () => {
    const server = http.createServer((request, response) => {
      response.setHeader("Api-Version", "1.51");
      if (request.url === "/_ping") return void response.end();
      response.write('{"status":"one"}\n', () => setTimeout(() => request.socket.destroy(), 20));
    });
    const socket = join(temporaryFolder("d"), "s");
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    onTestFinished(() => void server.close());
    const env = { DOCKER_HOST: `unix://${socket}` };
    const [mine, theirs] = await Promise.all([dockline(["pull", "a:1"], { env }), reference(["pull", "a:1"], { env })]);
    expect(mine).toMatchObject({ code: 1, stdout: Buffer.from("one\n"), stderr: Buffer.from("unexpected EOF\n") });
    expect([mine.stdout, mine.stderr, mine.code]).toEqual([theirs.stdout, theirs.stderr, theirs.code]);
  });
});
