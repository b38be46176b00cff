/** What stands beside the engines: registries, certificates, ssh. Tried with Docker's client. */
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Certificates, makeCertificates } from "../../scripts/engine/certificates.mjs";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiJson } from "../../scripts/engine/engine-api.mjs";
import { ACCOUNT, startRegistry } from "../../scripts/engine/registry.mjs";
import { startSshd } from "../../scripts/engine/sshd.mjs";
import { startEngine } from "../../scripts/engine/start.mjs";
import { reference, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";
import { startTlsFront } from "../support/tls-front.js";

let engine: PrivateEngine;
beforeAll(async () => {
  engine = await privateEngine();
});

/** Docker against the engine; what it printed and its code. */
async function docker(args: string[], env: Record<string, string> = {}, stdin?: string) {
  const { stdout, stderr, code } = await reference(args, { env: { DOCKER_HOST: engine.host, ...env }, stdin });
  return { text: `${stdout}${stderr}`, code };
}

describe("registries of the tests", () => {
  test("take a push and give it back", async () => {
    const registry = await startRegistry(engine);
    onTestFinished(registry.stop);
    const image = `${registry.address}/some/busybox:1`;
    await docker(["tag", "busybox", image]);
    expect(await docker(["push", image])).toEqual({ text: expect.stringMatching(/1: digest: sha256:\w{64} size: \d+\n$/), code: 0 });
    await docker(["rmi", image]);
    expect(await docker(["pull", image])).toEqual({ text: expect.stringContaining("Status: Downloaded newer image for"), code: 0 });
    await docker(["rmi", image]);
    expect(await (await fetch(`${registry.url}/v2/_catalog`)).json()).toEqual({ repositories: ["some/busybox"] });
  });

  test("ask for a password", async () => {
    const registry = await startRegistry(engine, { port: 5001, auth: true });
    onTestFinished(registry.stop);
    const image = `${registry.address}/busybox:1`;
    const env = { DOCKER_CONFIG: temporaryFolder("config") };
    const login = ["login", "-u", ACCOUNT.user, "--password-stdin", registry.address];
    await docker(["tag", "busybox", image]);
    expect(await docker(["push", "-q", image], env)).toEqual({ text: expect.stringContaining("no basic auth credentials"), code: 1 });
    expect((await docker(login, env, "wrong")).code).toBe(1);
    expect((await docker(login, env, ACCOUNT.password)).code).toBe(0);
    expect(await docker(["push", "-q", image], env)).toEqual({ text: `${image}\n`, code: 0 });
    await docker(["rmi", image]);
  });

  test("speak TLS with an authority that the daemon knows", async () => {
    const registry = await startRegistry(engine, { port: 5002, tls: true });
    onTestFinished(registry.stop);
    const image = `${registry.address}/busybox:1`;
    await docker(["tag", "busybox", image]);
    expect(await docker(["push", "-q", image])).toEqual({ text: `${image}\n`, code: 0 });
    await docker(["rmi", image]);
  });
});

describe("certificates of the tests", () => {
  let made: Certificates;
  beforeAll(async () => {
    made = await makeCertificates(temporaryFolder("certificates"), ["127.0.0.1"]);
  });
  const version = ["version", "--format", "{{.Server.APIVersion}}"];
  const verify = (folder: string) => ({ DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: folder });

  const table: [string, (made: Certificates) => { server?: { cert: string; key: string }; client?: string }, RegExp][] = [
    ["right on both sides", () => ({}), /^1\.51\n$/],
    [
      "a client of another authority",
      ({ stranger }) => ({ client: stranger }),
      // Docker's client says one or the other by chance: which one depends on what of the refused handshake it reads first.
      /remote error: tls: certificate required|the server probably has client authentication/,
    ],
    ["a client that trusts another authority", ({ wrongCa }) => ({ client: wrongCa }), /certificate signed by unknown authority/],
    ["a server of another name", ({ wrongHost }) => ({ server: wrongHost }), /certificate for 127\.0\.0\.1|doesn't contain any IP SANs/],
    ["a server out of date", ({ expired }) => ({ server: expired }), /certificate has expired or is not yet valid/],
  ];
  test.each(table)("are accepted or refused as they should be: %s", async (_, choose, said) => {
    const { server = made.server, client = made.client } = choose(made);
    const front = await startTlsFront(engine.socket, server, made.ca);
    onTestFinished(front.close);
    expect((await docker(version, { DOCKER_HOST: front.host, ...verify(client) })).text).toMatch(said);
  });

  test("let a daemon demand client certificates", async () => {
    let own: Certificates | undefined;
    const secure = await startEngine({
      version: "28.5",
      args: async (engine) => {
        own = await makeCertificates(join(engine.folder, "tls"), [engine.ip]);
        const { ca, server } = own;
        return ["-H", "tcp://0.0.0.0:2376", "--tlsverify", `--tlscacert=${ca}`, `--tlscert=${server.cert}`, `--tlskey=${server.key}`];
      },
    });
    onTestFinished(() => secure.remove());
    const host = { DOCKER_HOST: `tcp://${secure.ip}:2376` };
    expect(await docker(version, { ...host, ...verify(own?.client ?? "") })).toEqual({ text: "1.51\n", code: 0 });
    expect((await docker(version, { ...host, ...verify(own?.stranger ?? "") })).text).toMatch(/tls: /);
    expect((await docker(version, host)).text).toContain("Client sent an HTTP request to an HTTPS server");
  });
});

test("lets Docker's client in over ssh through the server's docker", async () => {
  const sshd = await startSshd(engine);
  onTestFinished(sshd.stop);
  const env = { DOCKER_HOST: sshd.host, PATH: `${sshd.bin}:${process.env.PATH}` };
  const { Id } = await apiJson(engine.socket, "POST", "/containers/create?name=through-ssh", {
    json: { Image: "busybox:latest", Cmd: ["cat"], OpenStdin: true, StdinOnce: true },
  });
  onTestFinished(async () => {
    await apiJson(engine.socket, "DELETE", `/containers/${Id}?force=1`);
  });
  expect(await docker(["ps", "-aq", "--no-trunc", "--filter", "name=through-ssh"], env)).toEqual({ text: `${Id}\n`, code: 0 });
  expect(await docker(["start", "-ai", "through-ssh"], env, "both ways\n")).toEqual({ text: "both ways\n", code: 0 });
  expect((await sshd.calls())[0]).toBe(`-o ConnectTimeout=30 -T -l root -- ${engine.ip} docker system dial-stdio`);
});
