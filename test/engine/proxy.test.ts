/** HTTP(S)_PROXY and NO_PROXY on the way to a tcp:// engine: the same requests by the same way as Docker's. */
import { once } from "node:events";
import type http from "node:http";
import net from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeCertificates } from "../../scripts/engine/certificates.mjs";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { importBusybox } from "../../scripts/engine/images.mjs";
import { startEngine } from "../../scripts/engine/start.mjs";
import { ours, referencePath, run, temporaryFolder } from "../support/command.js";
import { forwardProxy, joined } from "../support/forward-proxy.js";

let plain: PrivateEngine;
let secured: PrivateEngine;
let certificates: string;
let seen: string[] = [];
/** What CONNECT is answered with; without, the tunnel is dug. */
let refusal: string | undefined;
let port = 0;
let socks = 0;
let proxy: http.Server;
let socksProxy: net.Server;

beforeAll(async () => {
  // The address of a machine that is not this one: a proxy is never asked for loopback.
  plain = await startEngine({ args: ({ ip }) => ["-H", `tcp://${ip}:2375`, "--tls=false"] });
  await importBusybox(plain.socket);
  const root = temporaryFolder("tls");
  secured = await startEngine({
    args: async ({ ip }) => {
      const made = await makeCertificates(join(root, "c"), [ip]);
      certificates = made.client;
      return ["-H", `tcp://${ip}:2376`, "--tlsverify", "--tlscacert", made.ca, "--tlscert", made.server.cert, "--tlskey", made.server.key];
    },
  });
  await importBusybox(secured.socket);
  proxy = forwardProxy(
    (line) => seen.push(line),
    () => refusal,
  );
  socksProxy = startSocks();
  for (const server of [proxy, socksProxy]) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  }
  port = (proxy.address() as net.AddressInfo).port;
  socks = (socksProxy.address() as net.AddressInfo).port;
}, 180_000);
afterAll(async () => {
  proxy?.closeAllConnections();
  proxy?.close();
  socksProxy?.close();
  await Promise.all([plain?.remove(), secured?.remove()]);
});
beforeEach(() => {
  seen = [];
  refusal = undefined;
});

/** Takes a user "me" with the password "secret", or nobody at all. */
function startSocks(): net.Server {
  const serve = async (client: net.Socket) => {
    client.on("error", () => {});
    const ask = async () => ((await once(client, "data")) as [Buffer])[0];
    const hello = await ask();
    if (hello.includes(2, 2)) {
      client.write(Buffer.from([5, 2]));
      const login = await ask();
      client.write(Buffer.from([1, login.toString("latin1") === "\x01\x02me\x06secret" ? 0 : 1]));
    } else client.write(Buffer.from([5, 0]));
    const wanted = await ask();
    const host = wanted.subarray(4, -2).toString("latin1").replace(/^./, "");
    seen.push(`SOCKS ${wanted[3] === 1 ? [...wanted.subarray(4, 8)].join(".") : host}:${wanted.readUInt16BE(wanted.length - 2)}`);
    const onward = net.connect({ host: plain.ip, port: 2375, allowHalfOpen: true }, () =>
      client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])),
    );
    joined(client, onward);
  };
  // A client may hang up at any time.
  return net.createServer({ allowHalfOpen: true }, (client) => void serve(client).catch(() => client.destroy()));
}

/** {proxy} and {socks} are their ports, {ip} the engine's address. */
type Vars = Record<string, string>;
function environment(vars: Vars, tls: boolean): Vars {
  const engine = tls ? secured : plain;
  const fill = (text: string) =>
    text.replace("{proxy}", `127.0.0.1:${port}`).replace("{socks}", `127.0.0.1:${socks}`).replace("{ip}", engine.ip);
  const tlsVars: Vars = tls ? { DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: certificates } : {};
  const host = `tcp://${engine.ip}:${tls ? 2376 : 2375}`;
  return { DOCKER_HOST: host, ...tlsVars, ...Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, fill(value)])) };
}

async function tried(command: readonly string[], vars: Vars, tls: boolean, args: readonly string[] = ["ps", "-q"]) {
  seen = [];
  const { code, stdout, stderr } = await run([...command, ...args], { env: environment(vars, tls) });
  // A connection for each try of the negotiation, or one for all: not the way, which is what counts.
  return { code, said: `${stdout}${stderr}`, way: [...new Set(seen)] };
}

describe("the way to the daemon", () => {
  test.each<[vars: Vars, tls?: boolean]>([
    [{ HTTP_PROXY: "http://{proxy}" }],
    [{ http_proxy: "{proxy}" }],
    [{ HTTP_PROXY: "http://me:p%40ss@{proxy}" }],
    [{ HTTP_PROXY: "http://me@{proxy}" }],
    [{ HTTPS_PROXY: "http://{proxy}" }],
    [{ ALL_PROXY: "http://{proxy}" }],
    [{ HTTP_PROXY: "ftp://{proxy}" }],
    [{ HTTP_PROXY: "http://127.0.0.1:1" }],
    [{ HTTP_PROXY: "http://{proxy}", REQUEST_METHOD: "GET" }],
    [{ http_proxy: "http://{proxy}", REQUEST_METHOD: "GET" }],
    [{ HTTP_PROXY: "http://{proxy}", NO_PROXY: "*" }],
    [{ HTTP_PROXY: "http://{proxy}", NO_PROXY: "{ip}" }],
    [{ HTTP_PROXY: "http://{proxy}", NO_PROXY: "{ip}:2375" }],
    [{ HTTP_PROXY: "http://{proxy}", NO_PROXY: "{ip}:1" }],
    [{ HTTP_PROXY: "http://{proxy}", no_proxy: "example.com, 10.0.0.0/8" }],
    [{ HTTP_PROXY: "http://{proxy}", NO_PROXY: "11.0.0.0/8,10.0.0.0" }],
    [{ HTTP_PROXY: "http://{proxy}", DOCKER_HOST: "tcp://127.0.0.1:9" }],
    [{ HTTP_PROXY: "http://{proxy}", DOCKER_HOST: "tcp://localhost:9" }],
    [{ HTTP_PROXY: "socks5://{socks}" }],
    [{ HTTP_PROXY: "socks5://me:secret@{socks}" }],
    [{ HTTP_PROXY: "socks5://127.0.0.1:1" }],
    [{ HTTPS_PROXY: "http://{proxy}" }, true],
    [{ HTTPS_PROXY: "http://me:p%40ss@{proxy}" }, true],
    [{ HTTP_PROXY: "http://{proxy}" }, true],
    [{ HTTPS_PROXY: "http://127.0.0.1:1" }, true],
    [{ HTTPS_PROXY: "http://{proxy}", NO_PROXY: "10.0.0.0/8" }, true],
  ])("goes through the proxy of %j, TLS %s", async (vars, tls = false) => {
    const theirs = await tried([referencePath()], vars, tls);
    expect(await tried(ours("docker"), vars, tls)).toEqual(theirs);
  });

  test("reports a proxy that refuses the tunnel", async () => {
    refusal = "407 Proxy Authentication Required";
    const theirs = await tried([referencePath()], { HTTPS_PROXY: "http://{proxy}" }, true);
    expect(await tried(ours("docker"), { HTTPS_PROXY: "http://{proxy}" }, true)).toEqual(theirs);
    expect(theirs.said).toContain("Proxy Authentication Required");
  });
});

describe("streams in both directions", () => {
  const echo = ["run", "-i", "--rm", "busybox", "sh", "-c", "cat; exit 7"];
  test.each<[name: string, vars: Vars, tls: boolean, refused?: string]>([
    ["a tunnel to a plain engine", { HTTP_PROXY: "http://{proxy}" }, false],
    ["around a proxy that digs none", { HTTP_PROXY: "http://{proxy}" }, false, "403 Forbidden"],
    ["SOCKS", { HTTP_PROXY: "socks5://{socks}" }, false],
    ["a tunnel to an engine with TLS", { HTTPS_PROXY: "http://{proxy}" }, true],
  ])("go through %s", async (_, vars, tls, refused) => {
    refusal = refused;
    const { code, stdout, stderr } = await run([...ours("docker"), ...echo], { env: environment(vars, tls), stdin: "there and back\n" });
    expect([String(stdout), String(stderr), code]).toEqual(["there and back\n", "", 7]);
    expect(seen.some((line) => /^(CONNECT|SOCKS) /.test(line))).toBe(true);
  });
});
