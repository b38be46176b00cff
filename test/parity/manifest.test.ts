/** manifest create, annotate, inspect, push, rm beside Docker: registries of every kind, the store on disk, the failures. */
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeCertificates } from "../../scripts/engine/certificates.mjs";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { ACCOUNT, type Registry, startRegistry } from "../../scripts/engine/registry.mjs";
import { cleanEnv, ours, referencePath, run, temporaryFolder } from "../support/command.js";
import { forwardProxy } from "../support/forward-proxy.js";
import { privateEngine } from "../support/private-engine.js";
import { type Front, type FrontOptions, registryFront } from "../support/registry-front.js";
import { DOCKER_LIST, DOCKER_MANIFEST, OCI_INDEX, OCI_MANIFEST, putImage, putManifest, type Seeded } from "../support/registry-seed.js";

let engine: PrivateEngine;
let plain: Registry;
let closed: Registry;
let certificates: Awaited<ReturnType<typeof makeCertificates>>;
let oci: Seeded;
/** Host and port of the registry without TLS. */
let R = "";

beforeAll(async () => {
  engine = await privateEngine();
  plain = await startRegistry(engine, { port: 5040 });
  closed = await startRegistry(engine, { port: 5041, auth: true });
  certificates = await makeCertificates(temporaryFolder("certificates"), ["127.0.0.1", engine.ip]);
  R = `${engine.ip}:5040`;
  for (const name of ["m/x", "m/other"]) {
    await putImage(plain.url, name, "amd64", { architecture: "amd64", os: "linux" });
    await putImage(plain.url, name, "arm", { architecture: "arm", os: "linux", variant: "v7" });
  }
  await putImage(plain.url, "m/x", "bare", {});
  await putImage(plain.url, "m/other", "win", { architecture: "amd64", os: "windows", "os.version": "10.0", "os.features": ["win32k"] });
  oci = await putImage(plain.url, "m/x", "oci", { architecture: "amd64", os: "linux" }, true);
  const platform = { architecture: "amd64", os: "linux", "os.version": "5", "os.features": ["f<"], features: ["z"], variant: "v2" };
  const entry = { mediaType: OCI_MANIFEST, digest: oci.digest, size: oci.size };
  const index = { schemaVersion: 2, mediaType: OCI_INDEX, manifests: [{ ...entry, platform, annotations: { q: "1" } }, entry] };
  await putManifest(plain.url, "m/x", "index", OCI_INDEX, JSON.stringify(index));
  await putManifest(plain.url, "m/x", "list", DOCKER_LIST, JSON.stringify({ ...index, mediaType: DOCKER_LIST }));
});
afterAll(async () => {
  for (const registry of [plain, closed]) await registry?.stop();
});

interface Side {
  command: readonly string[];
  config: string;
}

const sides = () => [side([referencePath()]), side(ours("docker"))] as const;

function side(command: readonly string[]): Side {
  return { command, config: temporaryFolder("config") };
}

interface ScriptOptions {
  config?: object;
  env?: Readonly<Record<string, string>>;
}

/** Exit code and outputs of each step: words behind "manifest". */
async function play({ command, config }: Side, steps: readonly string[], options: ScriptOptions = {}) {
  if (options.config) writeFileSync(join(config, "config.json"), JSON.stringify(options.config));
  const told: string[] = [];
  for (const step of steps) {
    // No engine is needed: none is there.
    const env = { DOCKER_HOST: "unix:///nowhere", DOCKER_CONFIG: config, ...options.env };
    const { stdout, stderr, code } = await run([...command, "manifest", ...step.split(" ").filter(Boolean)], { env });
    told.push(`${step}\n[${code}]\n${stdout}${stderr}`.replaceAll(config, "<config>"));
  }
  return told;
}

/** The local lists: path to content. */
function stored({ config }: Side): Record<string, string> {
  const root = join(config, "manifests");
  if (!existsSync(root)) return {};
  return Object.fromEntries(
    readdirSync(root).flatMap((list) =>
      readdirSync(join(root, list)).map((name) => [`${list}/${name}`, readFileSync(join(root, list, name), "utf8")]),
    ),
  );
}

async function inTurn<T>([one, other]: readonly [Side, Side], act: (side: Side) => Promise<T>): Promise<[T, T]> {
  return [await act(one), await act(other)];
}

async function same(steps: readonly string[], options?: ScriptOptions): Promise<void> {
  const [reference, mine] = sides();
  const [expected, actual] = await Promise.all([play(reference, steps, options), play(mine, steps, options)]);
  expect(actual).toEqual(expected);
  expect(stored(mine)).toEqual(stored(reference));
}

describe("manifest commands, one by one", () => {
  const L = "example.com/a/b:list";
  test.each([
    "create",
    "create x",
    "create BAD x",
    "create x:1 BAD",
    "create -x a b",
    "create --amend=perhaps a b",
    "annotate a",
    "annotate a b c",
    "annotate BAD b",
    "annotate a BAD",
    `annotate ${L} x`,
    "annotate --os-features",
    "inspect",
    "inspect a b c",
    "inspect BAD",
    "inspect a BAD",
    "inspect BAD a",
    "inspect nolist:1 x:2",
    "inspect 127.0.0.1:1/x",
    "inspect --insecure 127.0.0.1:1/x",
    "inspect nosuch.invalid/x:1",
    "push",
    "push a b",
    "push BAD",
    "push x:1",
    `push ${L}`,
    "push --purge=x a",
    "rm",
    "rm x:1",
    "rm BAD x:1 y:2",
    "rm -f x",
    "inspect x@sha256:1234",
    `inspect x@sha256:${"a".repeat(64)} y`,
  ])("print and end as Docker does: %s", (step) => same([step]));
});

describe("manifest with a registry without TLS", () => {
  const steps: Record<string, () => string[]> = {
    inspect: () => [
      `inspect ${R}/m/x:amd64`,
      `inspect --insecure ${R}/m/x:amd64`,
      `inspect --insecure -v ${R}/m/x:arm`,
      `inspect --insecure ${R}/m/x:oci`,
      `inspect --insecure -v ${R}/m/x:oci`,
      `inspect --insecure ${R}/m/x:index`,
      `inspect --insecure -v ${R}/m/x:index`,
      `inspect --insecure ${R}/m/x:list`,
      `inspect --insecure ${R}/m/x:bare`,
      `inspect --insecure -v ${R}/m/x:bare`,
      `inspect --insecure ${R}/m/x@${oci.digest}`,
      `create --insecure ${R}/m/x:l ${R}/m/x:amd64@${oci.digest}`,
      `inspect --insecure ${R}/m/x@sha256:${"0".repeat(64)}`,
      `inspect --insecure ${R}/m/x:nosuch`,
      `inspect --insecure ${R}/nosuch:x`,
    ],
    "create and look": () => [
      `create ${R}/m/x:l ${R}/m/x:amd64`,
      `create --insecure ${R}/m/x:l ${R}/m/x:amd64 ${R}/m/x:arm ${R}/m/other:arm`,
      `create --insecure ${R}/m/x:l ${R}/m/x:amd64`,
      `create --insecure -a ${R}/m/x:l ${R}/m/x:nosuch`,
      `create --insecure -a ${R}/m/x:l ${R}/m/x:oci ${R}/m/x:amd64`,
      `create --insecure --amend ${R}/m/x:l ${R}/m/x:index`,
      `inspect ${R}/m/x:l`,
      `inspect -v ${R}/m/x:l`,
      `inspect ${R}/m/x:l ${R}/m/x:oci`,
      `inspect -v ${R}/m/x:l ${R}/m/x:arm`,
      `inspect ${R}/m/x:l ${R}/m/x:nosuch`,
    ],
    annotate: () => [
      `create --insecure ${R}/m/x:l ${R}/m/x:arm ${R}/m/x:bare`,
      `annotate ${R}/m/x:l ${R}/m/x:arm --variant v6 --os-version 1 --os-features a,b --os-features b,c`,
      `annotate ${R}/m/x:l ${R}/m/x:arm --os-features a,d`,
      `annotate ${R}/m/x:l ${R}/m/x:arm`,
      `annotate ${R}/m/x:l ${R}/m/x:arm --arch nosuch`,
      `annotate ${R}/m/x:l ${R}/m/x:arm --os plan10 --arch x`,
      `annotate ${R}/m/x:l ${R}/m/x:bare`,
      `annotate ${R}/m/x:l ${R}/m/x:bare --os linux`,
      `push --insecure ${R}/m/x:l`,
      `annotate ${R}/m/x:l ${R}/m/x:bare --os windows --arch amd64 --os-version 10.0`,
      `annotate ${R}/m/x:l ${R}/m/x:amd64 --os linux`,
      `annotate ${R}/m/x:nolist ${R}/m/x:arm --os linux`,
      `inspect -v ${R}/m/x:l`,
    ],
    push: () => [
      `create --insecure ${R}/m/x:pushed ${R}/m/x:amd64 ${R}/m/other:arm ${R}/m/other:win`,
      `push --insecure ${R}/m/x:pushed`,
      `push --insecure -p ${R}/m/x:pushed`,
      `push --insecure ${R}/m/x:pushed`,
      `inspect --insecure ${R}/m/x:pushed`,
      `create --insecure ${R}/m/new:pushed ${R}/m/x:oci ${R}/m/other:arm`,
      `push ${R}/m/new:pushed`,
      `push --insecure --purge ${R}/m/new:pushed`,
      `inspect --insecure -v ${R}/m/new:pushed`,
    ],
    "another registry": () => [
      `create --insecure elsewhere.invalid/a:l ${R}/m/x:amd64`,
      "push elsewhere.invalid/a:l",
      "inspect elsewhere.invalid/a:l",
      "inspect -v elsewhere.invalid/a:l",
    ],
    rm: () => [
      `create --insecure ${R}/m/x:l1 ${R}/m/x:amd64`,
      `create --insecure ${R}/m/x:l2 ${R}/m/x:amd64`,
      `rm ${R}/m/x:l1 nosuch:1 ${R}/m/x:l2`,
      `inspect ${R}/m/x:l1 ${R}/m/x:amd64`,
    ],
  };
  test.each(Object.keys(steps))("prints, asks and stores as Docker does: %s", (name) => same((steps[name] as () => string[])()));

  test("continues a list that the other client began", async () => {
    const [reference, mine] = sides();
    const script = [
      `create --insecure ${R}/m/x:l ${R}/m/x:arm ${R}/m/x:oci`,
      `annotate ${R}/m/x:l ${R}/m/x:arm --variant v6`,
      `create --insecure --amend ${R}/m/x:l ${R}/m/other:amd64`,
      `inspect -v ${R}/m/x:l`,
      `push --insecure ${R}/m/x:l`,
    ];
    const expected = await play(reference, script);
    for (const first of [reference.command, mine.command]) {
      const other = first === mine.command ? reference.command : mine.command;
      const config = temporaryFolder("config");
      const mixed: string[] = [];
      for (const [i, step] of script.entries()) mixed.push(...(await play({ command: i % 2 ? other : first, config }, [step])));
      expect(mixed).toEqual(expected);
    }
  });

  test("reads files of old clients, and reports broken ones", async () => {
    const [reference, mine] = sides();
    const begin = [`create --insecure ${R}/m/x:l ${R}/m/x:arm ${R}/m/other:amd64`];
    const change = (one: Side, edit: (text: string) => string) => {
      const folder = join(one.config, "manifests", `${R}_m_x-l`.replaceAll(":", "-").replaceAll("/", "_"));
      for (const name of readdirSync(folder)) writeFileSync(join(folder, name), edit(readFileSync(join(folder, name), "utf8")));
    };
    const script = [`inspect ${R}/m/x:l`, `inspect ${R}/m/x:l ${R}/m/x:arm`, `push --insecure ${R}/m/x:l`, `rm ${R}/m/x:l`];
    for (const edit of [
      (text: string) => text.replace(/"Raw":"[^"]*",/, ""),
      (text: string) => text.replace(/"digest":"sha256:[0-9a-f]{4}/, '"digest":"sha256:0000'),
      (text: string) => text.replace(/"platform":\{[^}]*\}/, '"platform":{}'),
    ]) {
      for (const one of [reference, mine]) {
        rmSync(join(one.config, "manifests"), { recursive: true, force: true });
        await play(one, begin);
        change(one, edit);
      }
      expect(await play(mine, script)).toEqual(await play(reference, script));
    }
  });
});

const account = (host: string, password = ACCOUNT.password, more: object = {}) => ({
  auths: { [host]: { auth: Buffer.from(`${ACCOUNT.user}:${password}`).toString("base64"), ...more } },
});

describe("manifest with a registry that wants a password", () => {
  const steps = () => [
    `inspect --insecure ${engine.ip}:5041/m/x:nosuch`,
    `create --insecure ${engine.ip}:5041/m/x:l ${engine.ip}:5041/m/x:1`,
  ];
  test("fails without a password", () => same(steps()));
  test("works with the right password", () => same(steps(), { config: account(`${engine.ip}:5041`) }));
  test("fails with a wrong password", () => same(steps(), { config: account(`${engine.ip}:5041`, "wrong") }));
  test("works with the password in DOCKER_AUTH_CONFIG, which Docker reads since 28.3", async () => {
    const env = { DOCKER_AUTH_CONFIG: JSON.stringify(account(`${engine.ip}:5041`)) };
    const [told] = await play(side(ours("docker")), steps(), { env });
    expect(told).toContain("no such manifest");
  });
  test("works with the password of a credential helper", async () => {
    const folder = temporaryFolder("helper");
    const answer = JSON.stringify({ Username: ACCOUNT.user, Secret: ACCOUNT.password });
    writeFileSync(join(folder, "docker-credential-fake"), `#!/bin/sh\ncat > /dev/null\necho '${answer}'\n`);
    chmodSync(join(folder, "docker-credential-fake"), 0o755);
    const config = { credHelpers: { [`${engine.ip}:5041`]: "fake" } };
    await same(steps(), { config, env: { PATH: `${folder}:${cleanEnv().PATH}` } });
  });
});

async function front(options: Partial<FrontOptions> = {}): Promise<Front & { host: string }> {
  const made = await registryFront({ upstream: plain.url, ...options });
  onTestFinished(() => made.close());
  return { ...made, host: `127.0.0.1:${made.port}` };
}

const bearer = { user: ACCOUNT.user, password: ACCOUNT.password, refresh: "REFRESH" };
const pemOf = ({ cert, key }: { cert: string; key: string }) => ({ cert: readFileSync(cert), key: readFileSync(key) });

describe("manifest with a registry that wants tokens", () => {
  const script = (host: string) => [
    `create --insecure ${host}/m/x:t ${host}/m/x:amd64 ${host}/m/other:arm`,
    `push --insecure ${host}/m/x:t`,
    `inspect --insecure ${host}/m/x:t`,
    `inspect --insecure ${host}/m/x:index`,
    `inspect --insecure ${host}/m/x:nosuch`,
  ];
  test("gets a token for a password", async () => {
    const { host, seen } = await front({ bearer });
    await same(script(host), { config: account(host) });
    expect(seen.some((line) => line.startsWith("GET /token?account=alice&scope=repository%3Am%2Fx%3Apull%2Cpush"))).toBe(true);
  });
  test("gets a token for an identity token", async () => {
    const { host, seen } = await front({ bearer });
    await same(script(host), { config: account(host, "", { identitytoken: "REFRESH" }) });
    expect(seen).toContain("POST /token");
  });
  test("fails with a wrong password, a wrong identity token, and without a login", async () => {
    const { host } = await front({ bearer });
    for (const config of [account(host, "wrong"), account(host, "", { identitytoken: "x" }), {}]) await same(script(host), { config });
  });
  test("gets a token to read without a login", async () => {
    const { host } = await front({ bearer: { ...bearer, anonymousPull: true } });
    await same(script(host));
  });
  test.each<[string, (base: string) => [number, Record<string, string>, string]]>([
    ["no realm", () => [401, { "Www-Authenticate": 'Bearer service="x"' }, ""]],
    ["a realm that is nowhere", () => [401, { "Www-Authenticate": 'Bearer realm="http://127.0.0.1:1/token",service="x"' }, ""]],
    ["a service without tokens", (base) => [401, { "Www-Authenticate": `Bearer realm="${base}/empty",service="x"` }, ""]],
    ["a service that fails", (base) => [401, { "Www-Authenticate": `Bearer realm="${base}/fails",service="x"` }, ""]],
    ["a service that talks nonsense", (base) => [401, { "Www-Authenticate": `Bearer realm="${base}/nonsense",service="x"` }, ""]],
    ["a scheme that nobody knows", () => [401, { "Www-Authenticate": 'Negotiate realm="x"' }, "{}"]],
    ["no challenge at all", () => [401, {}, "{}"]],
  ])("reports %s as Docker does", async (_, challenge) => {
    let base = "";
    const made = await front({
      intercept(request, response) {
        const send = (status: number, headers: Record<string, string>, text: string) => response.writeHead(status, headers).end(text);
        if (request.url?.startsWith("/empty")) send(200, { "Content-Type": "application/json" }, "{}");
        else if (request.url?.startsWith("/fails")) send(503, {}, "");
        else if (request.url?.startsWith("/nonsense")) send(200, {}, "x");
        else send(...challenge(base));
        return true;
      },
    });
    base = made.url;
    await same([`inspect --insecure ${made.host}/m/x:amd64`]);
  });
});

describe("manifest through a proxy", () => {
  const steps = () => [`inspect --insecure ${R}/m/x:amd64`, `create --insecure ${R}/m/p ${R}/m/x:arm`, `push --insecure ${R}/m/p`];

  test.each([
    ["both ways", ["HTTP_PROXY", "HTTPS_PROXY"], undefined],
    ["not for the registry", ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"], undefined],
    ["for what goes without TLS", ["http_proxy"], undefined],
    ["that will not", ["HTTP_PROXY", "HTTPS_PROXY"], "403 Forbidden"],
  ])("goes where Docker goes: %s", async (_, names, refusal) => {
    let way: string[] = [];
    const proxy = forwardProxy(
      (line) => way.push(line),
      () => refusal,
    ).listen(0, "127.0.0.1");
    await once(proxy, "listening");
    onTestFinished(() => {
      proxy.closeAllConnections();
      proxy.close();
    });
    const address = `http://me:secret@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const env = Object.fromEntries(names.map((name) => [name, name === "NO_PROXY" ? engine.ip : address]));
    const [reference, mine] = await inTurn(sides(), async (one) => {
      way = [];
      const told = await play(one, steps(), { env });
      // Ours greets a registry once, and does not ask whether there is what it has just mounted.
      return { told, way: [...new Set(way)].filter((line) => !line.startsWith("HEAD ")) };
    });
    expect(mine).toEqual(reference);
    expect(mine.way.length > 0).toBe(!names.includes("NO_PROXY"));
  });
});

describe("manifest over TLS", () => {
  const read = (host: string) => [`inspect ${host}/m/x:amd64`, `create ${host}/m/x:l ${host}/m/x:arm`];

  /** A registry with TLS at the engine's address: loopback is trusted whatever it shows. */
  async function atEngine(port: number): Promise<string> {
    const registry = await startRegistry(engine, { port, tls: true });
    onTestFinished(async () => {
      await registry.stop();
      rmSync(registry.folder, { recursive: true });
    });
    // Fetch of this process asks no certificate of it.
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    for (const tag of ["amd64", "arm"]) await putImage(registry.url, "m/x", tag, { architecture: tag, os: "linux" });
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    return registry.address;
  }

  test("follows --insecure, SSL_CERT_FILE and certs.d for an unknown authority", async () => {
    const host = await atEngine(5042);
    const ca = join(engine.folder, "registry-5042/tls/ca.pem");
    await same([...read(host), `push ${host}/m/x:l`]);
    await same([`inspect --insecure ${host}/m/x:amd64`]);
    await same([...read(host), `push ${host}/m/x:l`], { env: { SSL_CERT_FILE: ca } });
    const folder = join("/etc/docker/certs.d", host);
    mkdirSync(folder, { recursive: true });
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const put = (name: string, from: string) => writeFileSync(join(folder, name), readFileSync(from));
    put("ca.crt", ca);
    await same([...read(host), `push ${host}/m/x:l`]);
    put("client.cert", ca);
    await same(read(host));
    rmSync(join(folder, "client.cert"));
    put("client.key", ca);
    await same(read(host));
  });

  test("sends a client certificate of certs.d", async () => {
    const ca = readFileSync(certificates.ca);
    const { host } = await front({ tls: { ...pemOf(certificates.server), ca, requestCert: true, rejectUnauthorized: true } });
    const folder = join("/etc/docker/certs.d", host);
    mkdirSync(folder, { recursive: true });
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [without] = await play(side(ours("docker")), read(host));
    expect(without).toMatch(/\n\[1\]\nfailed to configure transport: .*tls: certificate required\n$/);
    writeFileSync(join(folder, "me.cert"), readFileSync(join(certificates.client, "cert.pem")));
    writeFileSync(join(folder, "me.key"), readFileSync(join(certificates.client, "key.pem")));
    // Ours alone: Docker looks into certs.d for no registry of this machine.
    const [told] = await play(side(ours("docker")), read(host));
    expect(told).toContain('"schemaVersion": 2');
  });

  test("accepts any certificate of this machine, also an expired one", async () => {
    for (const pair of [certificates.server, certificates.expired, certificates.wrongHost]) {
      const { host } = await front({ tls: pemOf(pair) });
      await same(read(host));
    }
  });
});

describe("error statuses of a registry", () => {
  const JSON_TYPE = "application/json";
  const errors = (...list: object[]) => JSON.stringify({ errors: list });
  const D = `sha256:${"a".repeat(64)}`;
  const image = (mediaType: string | undefined, digest = D) =>
    JSON.stringify({ schemaVersion: 2, ...(mediaType && { mediaType }), config: { digest, size: 1, mediaType: "x" }, layers: [] });
  const list = (type: string, manifests: object[]) => JSON.stringify({ schemaVersion: 2, mediaType: type, manifests });
  const answers: readonly [number, string, string][] = [
    [404, JSON_TYPE, errors({ code: "MANIFEST_UNKNOWN", message: "manifest unknown" })],
    [404, JSON_TYPE, errors({ code: "MANIFEST_UNKNOWN", message: "manifest unknown", detail: { Tag: "x" } })],
    [404, JSON_TYPE, errors({ code: "MANIFEST_UNKNOWN", message: "custom" })],
    [404, JSON_TYPE, errors({ code: "NAME_UNKNOWN", message: "repository name not known to registry", detail: {} })],
    [404, JSON_TYPE, errors({ code: "NAME_UNKNOWN" })],
    [401, JSON_TYPE, errors({ code: "UNAUTHORIZED", message: "authentication required" })],
    [401, JSON_TYPE, errors({ code: "UNAUTHORIZED", message: "authentication required", detail: null })],
    [401, JSON_TYPE, errors({ code: "UNAUTHORIZED", message: "authentication required", detail: [] })],
    [403, JSON_TYPE, errors({ code: "DENIED", message: "requested access to the resource is denied" })],
    [403, JSON_TYPE, errors({ code: "DENIED", message: "no way", detail: 1 })],
    [404, JSON_TYPE, errors({ code: "FOO", message: "bar" })],
    [404, JSON_TYPE, errors({ code: "DENIED", message: "a" }, { code: "NAME_UNKNOWN", message: "b" })],
    [429, JSON_TYPE, errors({ code: "TOOMANYREQUESTS", message: "You have reached your limit" })],
    [404, "text/plain", "not here"],
    [404, JSON_TYPE, "not json"],
    [404, JSON_TYPE, "{}"],
    [404, JSON_TYPE, errors()],
    [404, JSON_TYPE, '{"details":"dd"}'],
    [404, JSON_TYPE, ""],
    [404, "", "nothing"],
    [401, "text/plain", "x"],
    [403, "text/plain", "x"],
    [429, "text/plain", "slow"],
    [500, JSON_TYPE, errors({ code: "UNKNOWN", message: "x" })],
    [503, "text/plain", "x"],
    [200, "text/plain", "x"],
    [200, DOCKER_MANIFEST, "{}"],
    [200, DOCKER_MANIFEST, "x"],
    [200, DOCKER_MANIFEST, image(OCI_MANIFEST)],
    [200, OCI_MANIFEST, image(DOCKER_MANIFEST)],
    [200, DOCKER_MANIFEST, image(DOCKER_MANIFEST)],
    [200, OCI_MANIFEST, image(undefined)],
    [200, `${DOCKER_MANIFEST}; charset=utf-8`, image(DOCKER_MANIFEST)],
    [200, DOCKER_MANIFEST, image(DOCKER_MANIFEST, "bad")],
    [200, DOCKER_LIST, list(DOCKER_LIST, [])],
    [200, DOCKER_LIST, list(DOCKER_LIST, [{ digest: D, mediaType: DOCKER_MANIFEST, size: 1, platform: { os: "a", architecture: "b" } }])],
    [200, DOCKER_LIST, list(DOCKER_MANIFEST, [])],
    [200, OCI_INDEX, list(DOCKER_MANIFEST, [])],
    [200, OCI_MANIFEST, list(OCI_MANIFEST, [])],
    [200, OCI_INDEX, image(OCI_INDEX)],
    [200, "application/vnd.docker.distribution.manifest.v1+json", '{"schemaVersion":1}'],
    [200, "", '{"schemaVersion":2}'],
    [204, "", ""],
  ];

  test.each(answers.map(([status, type, body], i) => [i, status, type, body] as const))(
    "are reported as by Docker, %i: %i %s %s",
    async (_, status, type, body) => {
      const { host } = await front({
        intercept(request, response) {
          if (!/^\/v2\/case\/manifests\/x/.test(request.url ?? "")) return false;
          response.writeHead(status, type === "" ? {} : { "Content-Type": type }).end(body);
          return true;
        },
      });
      const [reference, mine] = sides();
      const steps = [`create --insecure ${host}/case:l ${host}/case:x`, `inspect --insecure ${host}/case:x`];
      const [expected, actual] = await Promise.all([play(reference, steps), play(mine, steps)]);
      // Of an image that cannot be read whole, Docker's inspect dumps the bytes it has: ours says what is wrong with it.
      const dumped = expected[1]?.includes("unsupported manifest format: &{") ?? false;
      if (dumped) expect(actual[1]).toMatch(/\n\[1\]\n(unknown blob|invalid digest format)$/m);
      expect(dumped ? actual[0] : actual).toEqual(dumped ? expected[0] : expected);
    },
  );

  test.each<[string, number, Record<string, string>, string]>([
    ["PUT /v2/m/x/manifests/t", 403, { "Content-Type": JSON_TYPE }, errors({ code: "DENIED", message: "no" })],
    [
      "PUT /v2/m/x/manifests/t",
      400,
      { "Content-Type": JSON_TYPE },
      errors({ code: "MANIFEST_INVALID", message: "manifest invalid", detail: {} }),
    ],
    ["PUT /v2/m/x/manifests/t", 404, { "Content-Type": JSON_TYPE }, "{}"],
    ["PUT /v2/m/x/manifests/t", 500, {}, ""],
    ["POST /v2/m/x/blobs", 401, { "Content-Type": JSON_TYPE }, errors({ code: "UNAUTHORIZED", message: "who?" })],
    ["POST /v2/m/x/blobs", 500, {}, ""],
    ["POST /v2/m/x/blobs", 202, { Location: "/v2/m/x/blobs/uploads/1", "Docker-Upload-UUID": "1", Range: "0-0" }, ""],
    ["PUT /v2/m/x/manifests/sha256", 413, { "Content-Type": "text/plain" }, "too much"],
  ])("are reported as by Docker when %s is answered with %i", async (where, status, headers, body) => {
    const { host } = await front({
      intercept(request, response) {
        if (!`${request.method} ${request.url}`.startsWith(where)) return false;
        response.writeHead(status, headers).end(body);
        return true;
      },
    });
    await same([`create --insecure ${host}/m/x:t ${host}/m/x:amd64 ${host}/m/other:arm`, `push --insecure ${host}/m/x:t`]);
  });
});

describe("manifest does better than Docker", () => {
  const push = (host: string) => [`create ${host}/m/x:t ${host}/m/x:amd64 ${host}/m/other:arm`, `push ${host}/m/x:t`];

  test("pushes a list to this machine over TLS, where Docker tries without and fails", async () => {
    const { host, seen } = await front({ tls: pemOf(certificates.server) });
    const [reference, mine] = sides();
    expect((await play(reference, push(host)))[1]).toContain('Get "http://');
    const told = await play(mine, push(host));
    expect(told[1]).toMatch(/\[0\]\nPushed ref .* with digest: sha256:[0-9a-f]{64}\nsha256:[0-9a-f]{64}\n$/);
    expect(seen).toContain("PUT /v2/m/x/manifests/t");
  });

  test("greets a registry once, and asks for each token once", async () => {
    const { host, seen } = await front({ bearer });
    await play(side(ours("docker")), [`create --insecure ${host}/m/x:t ${host}/m/x:amd64 ${host}/m/x:arm ${host}/m/x:oci`], {
      config: account(host),
    });
    expect(seen.filter((line) => line === "GET /v2/")).toHaveLength(1);
    expect(seen.filter((line) => line.startsWith("GET /token"))).toHaveLength(1);
  });

  test("does not send the password to another host after a redirect", async () => {
    const away = await front();
    const config = (host: string) => account(host);
    const made = await front({
      upstream: closed.url,
      intercept(request, response) {
        if (request.url === "/v2/") return false;
        response.writeHead(307, { Location: `${away.url}${request.url}` }).end();
        return true;
      },
    });
    const [told] = await play(side(ours("docker")), [`inspect --insecure ${made.host}/m/x:amd64`], { config: config(made.host) });
    expect(told).toContain('"schemaVersion": 2');
    expect(made.headers.some(({ authorization }) => authorization?.startsWith("Basic "))).toBe(true);
    expect(away.headers.length).toBeGreaterThan(0);
    for (const { authorization } of away.headers) expect(authorization).toBeUndefined();
  });

  test("refuses bytes that do not match the digest", async () => {
    const made = await front({
      intercept(request, response) {
        if (!/\/blobs\//.test(request.url ?? "")) return false;
        response.end('{"architecture":"evil","os":"linux"}');
        return true;
      },
    });
    await same([`create --insecure ${made.host}/m/x:t ${made.host}/m/x:amd64`]);
    const [told] = await play(side(ours("docker")), [`inspect --insecure ${made.host}/m/x:amd64`]);
    expect(told).toMatch(/\n\[1\]\nimage config verification failed for digest sha256:/);
  });

  test("fails for a cut answer and stores nothing", async () => {
    const made = await front({
      intercept(request, response) {
        if (!/\/manifests\//.test(request.url ?? "")) return false;
        response.writeHead(200, { "Content-Type": DOCKER_MANIFEST, "Content-Length": "5000" });
        response.write("{");
        setTimeout(() => response.destroy(), 50);
        return true;
      },
    });
    const mine = side(ours("docker"));
    const [told] = await play(mine, [`create --insecure ${made.host}/m/x:t ${made.host}/m/x:amd64`]);
    expect(told).toMatch(/\n\[1\]\nGet ".*": unexpected EOF\n$/);
    expect(stored(mine)).toEqual({});
  });
});
