/** The first minute with the program, and the surroundings that it may find itself in. */
import { once } from "node:events";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { isSingleFile } from "../setup/program.js";
import { dockline, ours, referencePath, run, start, temporaryFolder } from "../support/command.js";
import { openToEveryone, oursForEveryone } from "../support/everyone.js";
import { answer, startDaemon } from "../support/faulty-daemon.js";
import { privateEngine } from "../support/private-engine.js";

let engine: PrivateEngine;
beforeAll(async () => {
  engine = await privateEngine();
});
const on = () => ({ DOCKER_HOST: engine.host });

/** A configuration folder with this config.json. */
function configFolder(config: object | string): string {
  const folder = temporaryFolder("config");
  writeFileSync(join(folder, "config.json"), typeof config === "string" ? config : JSON.stringify(config));
  return folder;
}

describe("the command line", () => {
  test("prints the help on stderr without a command", async () => {
    const { code, stdout, stderr } = await dockline([]);
    expect([code, stdout.toString()]).toEqual([0, ""]);
    expect(stderr.toString()).toMatch(/Usage: {2}dockline \[OPTIONS\] COMMAND[\s\S]*\brun\b[\s\S]*\bps\b/);
  });

  test.each([
    ["psx", "ps"],
    ["iamges", "images"],
    ["lgos", "logs"],
  ])("suggests for %s the command %s", async (typed, meant) => {
    const { code, stderr } = await dockline([typed]);
    expect(code).toBe(1);
    expect(stderr.toString()).toContain(`dockline: unknown command: dockline ${typed}`);
    expect(stderr.toString()).toMatch(new RegExp(`Did you mean .*'${meant}'`));
  });

  test.each(["-v", "--version"])("needs neither daemon nor home directory for %s", async (flag) => {
    const { code, stdout } = await dockline([flag], { env: { HOME: undefined, DOCKER_HOST: "tcp://127.0.0.1:1" } });
    expect([code, stdout.toString()]).toEqual([0, expect.stringMatching(/^(Dockline|dockline) version \d+\.\d+\.\d+, build \w+\n$/i)]);
  });

  test.each([
    ["run", "--help"],
    ["--help", "run"],
    ["help", "run"],
    ["run", "--rm", "--help"],
    ["container", "--help", "run"],
    ["-D", "run", "--name", "x", "--help"],
  ])("prints help: %s %s %s %s %s", async (...words) => {
    const { code, stdout } = await dockline(
      words.filter((word) => typeof word === "string"),
      { env: { DOCKER_HOST: "tcp://127.0.0.1:1" } },
    );
    expect(code).toBe(0);
    expect(stdout.toString()).toMatch(/Usage: {2}dockline (container )?run \[OPTIONS\] IMAGE/);
  });

  test("leaves --help behind the image to the container", async () => {
    const { stdout, stderr } = await dockline(["run", "--rm", "busybox", "echo", "--help"], { env: on() });
    expect(stdout.toString() + stderr.toString()).not.toContain("[OPTIONS] IMAGE");
  });
});

describe("the two names", () => {
  test.each([
    ["docker", undefined, "docker"],
    ["dockline", undefined, "dockline"],
    ["dockline", "docker", "docker"],
    ["docker", "dockline", "dockline"],
  ] as const)("make %s with DOCKLINE_STYLE=%s behave as %s", async (name, style, shown) => {
    const { stderr } = await dockline(["nosuch"], { name, env: { DOCKLINE_STYLE: style } });
    expect(stderr.toString()).toMatch(new RegExp(`^${shown}: unknown command: ${shown} nosuch`));
  });
});

describe("the environment", () => {
  test("may be empty but for PATH", async () => {
    const [file = "", ...args] = ours("docker");
    const bare = ["env", "-i", `PATH=${dirname(process.execPath)}:/usr/bin:/bin`, file, ...args];
    const { code, stdout, stderr } = await run([...bare, "-H", engine.host, "ps", "-a", "--filter", "name=zzz"]);
    expect([code, stderr.toString(), stdout.toString()]).toEqual([0, "", expect.stringMatching(/^CONTAINER ID .*NAMES\n$/)]);
  });

  test("may have no HOME, or one that cannot be written", async () => {
    for (const HOME of [undefined, "", "/proc/nonexistent"]) {
      const { code, stderr } = await dockline(["ps", "-q", "--filter", "name=zzz"], { env: { ...on(), HOME } });
      expect([code, stderr.toString()]).toEqual([0, ""]);
    }
  });

  test("may have a working directory that no longer exists", async () => {
    const folder = temporaryFolder("gone");
    const script = 'cd "$1" && rmdir "$1" && shift && exec "$@"';
    const args = [...ours("docker"), "-H", engine.host, "ps", "-q", "--filter", "name=zzz"];
    const { code, stderr } = await run(["bash", "-c", script, "sh", folder, ...args]);
    if (isSingleFile) {
      // Bun itself wants a folder, before anything of ours runs: nothing is done, and it says why.
      expect([code, stderr.toString()]).toEqual([1, expect.stringMatching(/^error: The current working directory was deleted/)]);
      return;
    }
    expect(code, stderr.toString()).toBe(0);
    // The launcher's shell may complain of the folder; we do not.
    expect(stderr.toString()).not.toMatch(/this is a bug|\n {4}at /);
  });

  test("reports to another user that the socket may not be opened", async () => {
    const home = temporaryFolder("home");
    const daemon = await startDaemon(() => undefined);
    onTestFinished(() => daemon.close());
    const path = daemon.host.slice("unix://".length);
    chmodSync(path, 0o600);
    // A way to the socket that ends at the socket itself.
    openToEveryone(dirname(path));
    const program = oursForEveryone("docker");
    const other = ["setpriv", "--reuid", "65534", "--clear-groups", "env", `HOME=${home}`];
    for (const args of [["ps"], ["run", "busybox", "true"]]) {
      const own = await run([...other, ...program, "-H", daemon.host, ...args], { cwd: "/" });
      const theirs = await run([...other, referencePath(), "-H", daemon.host, ...args], { cwd: "/" });
      expect(own.stderr.toString()).toBe(theirs.stderr.toString());
      expect(own.stderr.toString()).toContain("permission denied while trying to connect");
      expect(own.code).toBe(theirs.code);
    }
  });

  test("has the next step printed behind an error, for people only", async () => {
    const plain = http.createServer((_, response) => response.end()).listen(0, "127.0.0.1");
    await once(plain, "listening");
    onTestFinished(() => void plain.close());
    const front = { host: `tcp://127.0.0.1:${(plain.address() as AddressInfo).port}` };
    const cases: [args: string[], env: Record<string, string>, first: RegExp, next: RegExp][] = [
      [
        [],
        { DOCKER_HOST: "unix:///nowhere/docker.sock" },
        /Cannot connect to the Docker daemon at unix/,
        /^Nothing answers at .*DOCKER_HOST/,
      ],
      [["-H", "tcp://127.0.0.1:1"], {}, /Cannot connect to the Docker daemon at tcp/, /^Nothing answers at .*-H names/],
      [["-H", "bogus://x"], {}, /./, /^That came from -H: a daemon is named unix:/],
      [["-H", "tcp://nowhere.invalid:2375"], {}, /no such host|server misbehaving/, /^(That name, from -H, is unknown|$)/],
      [["--context", "nope"], {}, /context "nope": context not found/, /^'dockline context ls' lists/],
      [
        ["-H", front.host, "--tls", "--tlscacert=", "--tlscert=", "--tlskey="],
        {},
        /server gave HTTP response to HTTPS client/,
        /^What listens there speaks no TLS/,
      ],
      [["-H", front.host, "--tlsverify"], { DOCKER_CERT_PATH: "/nowhere" }, /no such file or directory/, /^TLS was asked for/],
    ];
    for (const [args, env, first, next] of cases) {
      const people = await run([...ours("dockline"), ...args, "ps"], { env });
      const scripts = await run([...ours("docker"), ...args, "ps"], { env });
      const said = people.stderr.toString();
      expect(people.code, said).toBe(1);
      expect(said).toMatch(first);
      expect(said.startsWith(scripts.stderr.toString().trimEnd()), said).toBe(true);
      expect(said.slice(scripts.stderr.length).trim()).toMatch(next);
    }
  });

  test("reports to another user that config.json may not be read", async () => {
    const folder = configFolder("{}");
    chmodSync(join(folder, "config.json"), 0o000);
    openToEveryone(folder);
    const other = ["setpriv", "--reuid", "65534", "--clear-groups", "env", `DOCKER_CONFIG=${folder}`];
    const args = ["-H", "tcp://127.0.0.1:1", "ps"];
    const own = await run([...other, ...oursForEveryone("docker"), ...args], { cwd: "/" });
    const theirs = await run([...other, referencePath(), ...args], { cwd: "/" });
    expect(own.stderr.toString()).toBe(theirs.stderr.toString());
    expect([own.code, own.stderr.toString()]).toEqual([1, expect.stringContaining("permission denied")]);
  });
});

describe("what is sent to the daemon", () => {
  async function captured(args: readonly string[], env: Record<string, string> = {}) {
    const daemon = await startDaemon(({ target }) => (target.endsWith("/containers/json") ? answer(200, "[]") : undefined));
    onTestFinished(() => daemon.close());
    await dockline(args, { env: { DOCKER_HOST: daemon.host, ...env } });
    return daemon.requests;
  }

  test("has the headers of HttpHeaders and DOCKER_CUSTOM_HEADERS", async () => {
    const DOCKER_CONFIG = configFolder({ HttpHeaders: { "X-Meta": "one", "User-Agent": "me", "X-Both": "file" } });
    const requests = await captured(["ps"], { DOCKER_CONFIG, DOCKER_CUSTOM_HEADERS: "X-Both=env,X-Env=two" });
    expect(requests.length).toBeGreaterThan(0);
    for (const { headers } of requests) expect(headers).toMatchObject({ "x-meta": "one", "x-both": "env", "x-env": "two" });
    for (const { headers } of requests) expect(headers["user-agent"]).toMatch(/^Docker-Client\//);
  });

  test("has the version of DOCKER_API_VERSION, without a question before", async () => {
    const requests = await captured(["ps"], { DOCKER_API_VERSION: "1.43" });
    expect(requests.map(({ target }) => target)).toEqual(["/v1.43/containers/json"]);
  });

  test("has the proxies of config.json in the container's environment, unless flags set them", async () => {
    const DOCKER_CONFIG = configFolder({ proxies: { default: { httpProxy: "http://p:1", noProxy: "a,b" } } });
    const requests = await captured(["create", "-e", "NO_PROXY=mine", "busybox"], { DOCKER_CONFIG });
    const body = JSON.parse(requests.find(({ target }) => target.includes("/containers/create"))?.body ?? "{}");
    expect(body.Env).toEqual(expect.arrayContaining(["HTTP_PROXY=http://p:1", "http_proxy=http://p:1", "no_proxy=a,b", "NO_PROXY=mine"]));
    expect(body.Env).not.toContain("NO_PROXY=a,b");
  });

  test("goes to the context's daemon, or to that of DOCKER_HOST", async () => {
    const daemon = await startDaemon(({ target }) => (target.endsWith("/containers/json") ? answer(200, "[]") : undefined));
    onTestFinished(() => daemon.close());
    const DOCKER_CONFIG = configFolder({ currentContext: "far" });
    const { createHash } = await import("node:crypto");
    const meta = join(DOCKER_CONFIG, "contexts/meta", createHash("sha256").update("far").digest("hex"));
    mkdirSync(meta, { recursive: true });
    const context = { Name: "far", Metadata: {}, Endpoints: { docker: { Host: daemon.host, SkipTLSVerify: false } } };
    writeFileSync(join(meta, "meta.json"), JSON.stringify(context));
    const asked = async (args: string[], env: Record<string, string | undefined>) => {
      const before = daemon.requests.length;
      await dockline([...args, "ps", "-q"], { env: { DOCKER_CONFIG, ...env } });
      return daemon.requests.length > before;
    };
    expect(await asked([], {})).toBe(true);
    expect(await asked([], on())).toBe(false);
    expect(await asked(["-c", "far"], on())).toBe(true);
    expect(await asked([], { DOCKER_CONTEXT: "default", DOCKER_HOST: undefined })).toBe(false);
    expect(await asked(["-H", engine.host], {})).toBe(false);
  });
});

describe("Ctrl-C", () => {
  afterAll(() => dockline(["rm", "-f", "fs-int"], { env: on() }));

  test.each([
    ["pull", "busybox:none"],
    ["run", "--rm", "--name", "fs-int", "busybox:none", "true"],
  ])("ends a pull: %s", async (...args) => {
    const daemon = await startDaemon(({ method, target }) => {
      if (target.includes("/containers/create")) return answer(404, '{"message":"No such image: busybox:none"}');
      const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
      const line = '{"status":"Pulling from library/busybox","id":"none"}\n';
      if (method === "POST" && target.includes("/images/create")) {
        return { raw: `${head}${line.length.toString(16)}\r\n${line}\r\n`, after: "hold" };
      }
      return undefined;
    });
    onTestFinished(() => daemon.close());
    const cid = join(temporaryFolder("cid"), "cid");
    const words = args[0] === "run" ? ["run", "--cidfile", cid, ...args.slice(1)] : args;
    const running = start([...ours("docker"), ...words], { env: { DOCKER_HOST: daemon.host } });
    await running.expect(/Pulling from/);
    running.kill("SIGINT");
    const { code, stderr, timedOut } = await running.done;
    expect([code, timedOut]).toEqual([130, false]);
    expect(stderr.toString()).not.toMatch(/this is a bug|\n {4}at /);
    const { existsSync } = await import("node:fs");
    expect(existsSync(cid)).toBe(false);
  });
});
