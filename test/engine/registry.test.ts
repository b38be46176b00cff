/** Login, push, removal and pull on a registry with a password and TLS, on two engines; and login without an engine. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { ACCOUNT, startRegistry } from "../../scripts/engine/registry.mjs";
import { dockline, reference, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

const encoded = Buffer.from(`${ACCOUNT.user}:${ACCOUNT.password}`).toString("base64");

/** What no output may show. */
function expectNoSecret(text: string, password: string): void {
  expect(text).not.toContain(password);
  expect(text).not.toContain(Buffer.from(`${ACCOUNT.user}:${password}`).toString("base64"));
}

describe.each(["20.10", "28.5"])("a registry with the daemon %s", (version) => {
  test("works: login, tag, push, rmi, pull, run, logout", async () => {
    const engine = await privateEngine(version);
    const registry = await startRegistry(engine, { port: 5041, auth: true, tls: true });
    onTestFinished(registry.stop);
    const home = temporaryFolder("walk");
    const env = { HOME: home, DOCKER_HOST: engine.host };
    const image = `${registry.address}/team/walk:1`;
    const shown: string[] = [];
    const docker = async (words: readonly string[], stdin?: string) => {
      const { stdout, stderr, code } = await dockline(words, { env, stdin });
      shown.push(stdout.toString(), stderr.toString());
      return { code, stdout: stdout.toString(), stderr: stderr.toString() };
    };
    const config = join(home, ".docker/config.json");

    const refused = await docker(["--debug", "login", "-u", ACCOUNT.user, "--password-stdin", registry.address], "not-this-one");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^Error response from daemon: .*unauthorized|401/);
    expectNoSecret(refused.stdout + refused.stderr, "not-this-one");
    expect(existsSync(config)).toBe(false);

    const login = await docker(["--debug", "login", "-u", ACCOUNT.user, "--password-stdin", registry.address], `${ACCOUNT.password}\n`);
    expect(login).toMatchObject({ code: 0, stdout: "Login Succeeded\n" });
    expect(JSON.parse(readFileSync(config, "utf8"))).toEqual({ auths: { [registry.address]: { auth: encoded } } });

    expect(await docker(["tag", "busybox", image])).toMatchObject({ code: 0, stdout: "" });
    const push = await docker(["push", image]);
    expect(push).toMatchObject({ code: 0, stderr: "" });
    expect(push.stdout).toMatch(
      /^The push refers to repository \[.*\]\n[0-9a-f]{12}: Preparing\n[0-9a-f]{12}: Pushed\n1: digest: sha256:[0-9a-f]{64} size: \d+\n$/,
    );
    const digest = /sha256:[0-9a-f]{64}/.exec(push.stdout)?.[0];

    expect((await docker(["rmi", image])).code).toBe(0);
    const pull = await docker(["pull", image]);
    expect(pull).toMatchObject({ code: 0, stderr: "" });
    expect(pull.stdout).toContain(`Digest: ${digest}\n`);
    expect(await docker(["run", "--rm", image, "echo", "back again"])).toEqual({ code: 0, stdout: "back again\n", stderr: "" });

    expect(await docker(["logout", registry.address])).toMatchObject({
      code: 0,
      stdout: `Removing login credentials for ${registry.address}\n`,
      stderr: "",
    });
    expect(JSON.parse(readFileSync(config, "utf8"))).toEqual({ auths: {} });
    const outside = await docker(["push", image]);
    expect(outside.code).toBe(1);
    expect(outside.stderr).toMatch(/no basic auth credentials|unauthorized/);
    await docker(["rmi", image]);
    expectNoSecret(shown.join(""), ACCOUNT.password);
  });
});

/** A registry of this machine: `kind` is how it wants its users to log in. */
async function localRegistry(kind: "basic" | "bearer" | "open"): Promise<string> {
  const server = http.createServer((request, response) => {
    const { authorization = "", host } = request.headers;
    const url = new URL(request.url ?? "", `http://${host}`);
    const known = authorization === `Basic ${encoded}`;
    if (url.pathname === "/token") {
      if (!known)
        return void response.writeHead(401, { "Content-Type": "application/json" }).end('{"details":"incorrect username or password"}');
      const offline = url.searchParams.get("offline_token") === "true" && url.searchParams.get("account") === ACCOUNT.user;
      return void response.end(JSON.stringify({ token: "granted", ...(offline && { refresh_token: "for later" }) }));
    }
    if (kind === "open" || (kind === "basic" && known) || authorization === "Bearer granted") return void response.end("{}");
    const challenge = kind === "basic" ? 'Basic realm="here"' : `Bearer realm="http://${host}/token",service="here"`;
    response.writeHead(401, { "Www-Authenticate": challenge, "Content-Type": "application/json" });
    response.end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("login without a daemon asks the registry itself", () => {
  /** Docker logs each address that it tried, with a Go pointer in it. */
  const withoutLog = (stderr: Buffer) =>
    stderr
      .toString()
      .replace(/^time=.*\n/gm, "")
      .replaceAll(/'\/.*config\.json'/g, "'<config>'");

  test.each([
    ["basic", ACCOUNT.password],
    ["basic", "wrong"],
    ["bearer", ACCOUNT.password],
    ["bearer", "wrong"],
    ["open", "any"],
  ] as const)("with %s: %s", async (kind, password) => {
    const address = await localRegistry(kind);
    const outcomes = [];
    for (const run of [(words: string[], options: object) => dockline(words, { ...options, name: "docker" }), reference]) {
      const home = temporaryFolder("direct");
      mkdirSync(join(home, ".docker"));
      const env = { HOME: home, DOCKER_HOST: `unix://${home}/nobody` };
      const { stdout, stderr, code } = await run(["login", "-u", ACCOUNT.user, "--password-stdin", address], { env, stdin: password });
      const file = join(home, ".docker/config.json");
      const config = existsSync(file) ? readFileSync(file, "utf8") : undefined;
      outcomes.push({ stdout: stdout.toString(), stderr: withoutLog(stderr), code, config });
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(outcomes[0]?.code).toBe(password === "wrong" ? 1 : 0);
  });

  test("and reports that the registry cannot be reached either", async () => {
    const env = { DOCKER_HOST: `unix://${temporaryFolder("none")}/nobody` };
    const words = ["login", "-u", "a", "--password-stdin", "127.0.0.1:1"];
    const mine = await dockline(words, { env, stdin: "pw", name: "docker" });
    const theirs = await reference(words, { env, stdin: "pw" });
    expect([mine.stdout.toString(), withoutLog(mine.stderr), mine.code]).toEqual([
      theirs.stdout.toString(),
      withoutLog(theirs.stderr),
      theirs.code,
    ]);
    expect(mine.code).toBe(1);
  });
});
