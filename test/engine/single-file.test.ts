/** The single file is all there is to it: nothing else is needed, and nothing that lies about or is set for Bun has a say. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeCertificates } from "../../scripts/engine/certificates.mjs";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiRequest } from "../../scripts/engine/engine-api.mjs";
import { isSingleFile } from "../setup/program.js";
import { type CommandOptions, ours, reference, run, start, temporaryFolder } from "../support/command.js";
import { singleFileForEveryone } from "../support/everyone.js";
import { needs } from "../support/needs.js";
import { privateEngine } from "../support/private-engine.js";
import { startTlsFront } from "../support/tls-front.js";

const folder = fileURLToPath(new URL("../../dist/bin/", import.meta.url));
const dockline = join(folder, "dockline");
const docker = join(folder, "docker");

/** Of a result, what a script sees. */
const seen = ({ stdout, stderr, code, signal }: Awaited<ReturnType<typeof run>>) => ({
  stdout: stdout.toString(),
  stderr: stderr.toString(),
  end: signal ?? code,
});
const of = async (command: readonly string[], options?: CommandOptions) => seen(await run(command, options));
/** What it prints where all goes well. */
const prints = (stdout: string) => ({ stdout, stderr: "", end: 0 });

const built = needs(existsSync(dockline) || isSingleFile, {
  what: "the tests of the single file",
  why: "dist/bin/dockline is not built",
  get: "npm run test:binary",
});

describe.runIf(built)("the single file", () => {
  let engine: PrivateEngine;
  let env: { DOCKER_HOST: string };
  beforeAll(async () => {
    engine = await privateEngine();
    env = { DOCKER_HOST: engine.host };
    await reference(["run", "-d", "--name", "sf-ticks", "busybox", "sh", "-c", "while :; do echo tick; sleep 0.1; done"], { env });
  });
  afterAll(async () => void (await apiRequest(engine.socket, "DELETE", "/containers/sf-ticks?force=1")));

  describe("needs nothing but itself", () => {
    const bare = (...args: string[]) => ["env", "-i", ...args];

    test("runs with an empty environment", async () => {
      expect((await of(bare(dockline, "--version"))).stdout).toMatch(/^dockline version \S+, build \S+\n$/);
      expect(await of(bare(docker, "context", "show"))).toEqual(prints("default\n"));
      expect(await of(bare(docker, "-H", engine.host, "run", "--rm", "busybox", "echo", "hi"))).toEqual(prints("hi\n"));
    });

    test("runs as an unknown user, in a directory that the user may not enter", async () => {
      const closed = temporaryFolder("closed");
      const { docker, dockline: copy } = singleFileForEveryone();
      onTestFinished(() => rmSync(copy));
      const script = 'chmod "$0" .; exec setpriv --reuid 54321 --regid 54321 --clear-groups env -i "$@"';
      for (const [mode, cwd, variables] of [
        ["755", temporaryFolder("open"), []],
        ["0", closed, ["HOME=/nowhere"]],
      ] as const) {
        const stranger = (...args: string[]) => of(["sh", "-c", script, mode, ...variables, docker, ...args], { cwd });
        expect((await stranger("--version")).stdout).toMatch(/^Docker version /);
        expect(await stranger("context", "ls", "--format", "{{.DockerEndpoint}}")).toEqual(prints("unix:///var/run/docker.sock\n"));
      }
    });

    /** A root with the file, the C library and /proc: no Node, no shell, neither /etc, /dev nor /tmp. */
    test("runs on a file system that holds nothing but the C library", async () => {
      const root = temporaryFolder("root");
      const place = join(root, "a folder of ours");
      for (const name of [place, join(root, "proc")]) mkdirSync(name);
      copyFileSync(dockline, join(place, "docker"));
      const { stdout } = await run(["ldd", dockline]);
      for (const library of stdout.toString().match(/\/\S+/g) ?? []) {
        mkdirSync(join(root, dirname(library)), { recursive: true });
        copyFileSync(library, join(root, library));
      }
      writeFileSync(join(root, "sock"), "");
      const script =
        'mount -t proc proc "$0/proc" && mount --bind "$1" "$0/sock" && shift && exec env -i "$(command -v chroot)" "$0" "/a folder of ours/docker" -H unix:///sock "$@"';
      const inside = (...args: string[]) => of(["unshare", "-m", "sh", "-c", script, root, engine.socket, ...args]);
      expect((await inside("--version")).stdout).toMatch(/^Docker version /);
      expect((await inside("ps", "--format", "{{.Names}}")).stdout.split("\n")).toContain("sf-ticks");
      expect(await inside("run", "--rm", "busybox", "echo", "hi")).toEqual(prints("hi\n"));
      expect((await inside("inspect", "nothing-of-the-name")).end).toBe(1);
      // It has left nothing behind, and 100 MB need not wait for the run's end.
      expect(
        readdirSync(root, { recursive: true })
          .filter((name) => !/lib|proc/.test(String(name)))
          .sort(),
      ).toEqual(["a folder of ours", "a folder of ours/docker", "sock"]);
      rmSync(place, { recursive: true });
    });
  });

  describe("answers as docker if that is its name", () => {
    test.each([
      ["the link beside it", undefined],
      ["a symbolic link elsewhere", dockline],
      ["a link to the link", docker],
    ])("%s, by its path and from PATH", async (_, target) => {
      const place = target ? temporaryFolder("links") : folder;
      if (target) symlinkSync(target, join(place, "docker"));
      for (const command of [join(place, "docker"), "docker"]) {
        const { stdout } = await of([command, "--version"], { env: { PATH: `${place}:/usr/bin:/bin` } });
        expect(stdout).toMatch(/^Docker version 28\.2\.2, build /);
      }
    });

    test("answers as dockline under any other name", async () => {
      const link = join(temporaryFolder("links"), "whale");
      symlinkSync(dockline, link);
      expect((await of([link, "--version"])).stdout).toMatch(/^dockline version /);
    });

    test("prints its runtime where Docker prints Go's version", async () => {
      expect((await of([docker, "version", "--format", "{{.Client.GoVersion}}"], { env })).stdout).toMatch(/^bun1\.\d+\.\d+\n$/);
    });
  });

  describe("files in the directory and at home are neither read as settings nor run", () => {
    let hostile: string;
    let home: string;
    let mark: string;
    const clean = () => ({ cwd: temporaryFolder("clean"), env: { ...env, HOME: temporaryFolder("home") } });

    beforeAll(() => {
      hostile = temporaryFolder("hostile");
      home = temporaryFolder("hostile-home");
      mark = join(hostile, "was-run");
      const evil = `require("node:fs").appendFileSync(${JSON.stringify(mark)}, module.id + "\\n");`;
      const preload = 'preload = ["./evil.cjs"]\n[run]\npreload = ["./evil.cjs"]\n[test]\npreload = ["./evil.cjs"]\n';
      const variables = [
        "DOCKER_HOST=tcp://127.0.0.1:1",
        "DOCKER_CONTEXT=evil",
        "DOCKLINE_STYLE=dockline",
        "BUN_OPTIONS=--preload=./evil.cjs",
      ];
      const packages = ["commander", "chalk", "yaml", "ora", "dockerode", "cli-table3", "tar-stream", "string-width", "src", "node:fs"];
      const files: Record<string, string> = {
        "evil.cjs": evil,
        ...Object.fromEntries([".env", ".env.local", ".env.production", ".env.development"].map((name) => [name, variables.join("\n")])),
        "bunfig.toml": preload,
        ".bunfig.toml": preload,
        "package.json":
          '{ "type": "commonjs", "main": "./evil.cjs", "imports": { "#*": "./evil.cjs" }, "scripts": { "ps": "touch was-run" } }',
        "tsconfig.json": '{ "extends": "./evil.cjs", "compilerOptions": { "baseUrl": ".", "paths": { "*": ["./evil.cjs"] } } }',
        "jsconfig.json": '{ "compilerOptions": { "baseUrl": ".", "paths": { "*": ["./evil.cjs"] } } }',
        "bun.lock": "{",
        "index.js": evil,
        "main.js": evil,
        "docker.js": evil,
        "ps.js": evil,
        ...Object.fromEntries(packages.map((name) => [`node_modules/${name}/index.js`, evil])),
      };
      for (const place of [hostile, home]) {
        for (const [name, text] of Object.entries(files)) {
          mkdirSync(join(place, dirname(name)), { recursive: true });
          writeFileSync(join(place, name), text);
        }
      }
    });

    const lines = [
      ["--version"],
      ["ps", "--help"],
      ["context", "ls"],
      ["ps", "-a", "--filter", "name=nothing"],
      ["network", "ls", "--format", "json"],
      ["inspect", "--type", "image", "--format", "{{.Config.Cmd}}", "busybox"],
      ["version", "--format", "{{json .Client}}"],
      ["run", "--rm", "busybox", "env", "-i", "true"],
      ["nonsense"],
    ];
    test.each(lines.map((args) => [args.join(" "), args] as const))("not %s", async (_, args) => {
      const there = { cwd: hostile, env: { ...env, HOME: home, XDG_CONFIG_HOME: home } };
      expect(await of([docker, ...args], there)).toEqual(await of([docker, ...args], clean()));
      expect(existsSync(mark)).toBe(false);
    });

    test("least of all DOCKER_HOST in an .env file", async () => {
      const end = await of([docker, "context", "ls", "--format", "{{.DockerEndpoint}}"], { cwd: hostile, env: { HOME: home } });
      expect(end).toEqual(prints("unix:///var/run/docker.sock\n"));
    });

    test("and all packages are within it", async () => {
      const args = ["network", "ls", "--format", "yaml"];
      expect(await of([dockline, ...args], { cwd: hostile, env: { ...env, HOME: home } })).toEqual(await of([dockline, ...args], clean()));
      expect(existsSync(mark)).toBe(false);
    });
  });

  describe("variables for Node and Bun", () => {
    test.each([
      ["NODE_OPTIONS", "--require=/nowhere.js --no-such-option"],
      ["NODE_PATH", "/nowhere"],
      ["NODE_DEBUG", "net,http,tls"],
      ["DEBUG", "*"],
      ["NODE_V8_COVERAGE", "/nowhere/coverage"],
      ["BUN_CONFIG_VERBOSE_FETCH", "curl"],
      ["BUN_CONFIG_MAX_HTTP_REQUESTS", "1"],
      ["BUN_INSTALL", "/nowhere"],
      ["BUN_RUNTIME_TRANSPILER_CACHE_PATH", "/nowhere"],
      // Options of Bun itself are Bun's, as NODE_OPTIONS are Node's; none becomes a word of our line, or a variable.
      ["BUN_OPTIONS", "--smol images --env-file=/dev/null"],
    ])("change nothing: %s=%s", async (name, value) => {
      const args = [docker, "ps", "--filter", "name=sf-ticks", "--format", "{{.Names}}"];
      expect(await of(args, { env: { ...env, [name]: value } })).toEqual(prints("sf-ticks\n"));
    });
  });

  // As true of the other build, of which Node asks the same variable.
  test("do not turn off certificates: NODE_TLS_REJECT_UNAUTHORIZED=0", async () => {
    const made = await makeCertificates(temporaryFolder("certificates"), ["127.0.0.1"]);
    const front = await startTlsFront(engine.socket, made.server);
    // A handshake that fails is left half open there: nobody waits for its end.
    onTestFinished(() => void front.close());
    const tls = { DOCKER_HOST: front.host, DOCKER_TLS_VERIFY: "1", NODE_TLS_REJECT_UNAUTHORIZED: "0" };
    for (const command of [[docker], ours("docker")]) {
      const good = await of([...command, "version", "--format", "{{.Server.Os}}"], { env: { ...tls, DOCKER_CERT_PATH: made.client } });
      expect([good.stdout, good.end]).toEqual(["linux\n", 0]);
      const bad = await of([...command, "version"], { env: { ...tls, DOCKER_CERT_PATH: made.wrongCa } });
      expect([bad.stdout.includes("Server"), bad.stderr, bad.end]).toEqual([false, expect.stringContaining("x509: "), 1]);
    }
  });

  describe("no word of the command line is the runtime's", () => {
    test.each(["-e", "--eval=1", "-p", "-r", "--preload=x", "--inspect", "--smol", "--cwd=/", "--bun", "--print", "--watch", "--install"])(
      "%s",
      async (word) => {
        for (const args of [[word], [word, "ps"], ["ps", word]]) {
          const [own, theirs] = [await of([docker, ...args], { env }), seen(await reference(args, { env }))];
          expect([args, own]).toEqual([args, theirs]);
        }
      },
    );

    test("passes --env-file to the container, wherever it stands", async () => {
      const file = join(temporaryFolder("env"), "env");
      writeFileSync(file, "DOCKER_HOST=tcp://127.0.0.1:1\nNO_COLOR=1\nOURS=yes\n");
      for (const words of [
        ["run", "--rm", "--env-file", file, "busybox", "env"],
        ["run", `--env-file=${file}`, "--rm", "busybox", "env"],
        ["exec", "--env-file", file, "sf-ticks", "env"],
      ]) {
        const { stdout, stderr, end } = await of([docker, ...words], { env });
        expect([stderr, end, stdout.includes("\nOURS=yes\n"), stdout.includes("DOCKER_HOST=tcp://127.0.0.1:1\n")]).toEqual([
          "",
          0,
          true,
          true,
        ]);
      }
    });

    test("passes the container's words on", async () => {
      const words = ["--inspect", "--preload", "x", "-e", "1", "--cwd=/", "--env-file=y", "--version", "--", "-"];
      expect(await of([docker, "run", "--rm", "busybox", "echo", ...words], { env })).toEqual(prints(`${words.join(" ")}\n`));
    });
  });

  test("lets a plugin read descriptors of the command line, as of <(…)", async () => {
    const home = temporaryFolder("plugins");
    const folder = join(home, ".docker/cli-plugins");
    mkdirSync(folder, { recursive: true });
    const metadata = '{"SchemaVersion":"0.1.0","Vendor":"x","Version":"1","ShortDescription":"x"}';
    const plugin = `#!/bin/sh\n[ "$1" = docker-cli-plugin-metadata ] && exec echo '${metadata}'\nshift; cat "$@"\n`;
    writeFileSync(join(folder, "docker-read"), plugin, { mode: 0o755 });
    const script = '"$0" read <(echo first) <(echo second)';
    expect(await of(["bash", "-c", script, docker], { env: { HOME: home } })).toEqual(prints("first\nsecond\n"));
  });

  describe("signals", () => {
    test.each([
      ["SIGHUP ignored at its start stays so", 'trap "" HUP', true],
      ["SIGHUP else ends it", "true", false],
    ])("end it as they end Docker's: %s", async (_, prepared, stays) => {
      const running = start(["sh", "-c", `${prepared}; exec "$@"`, "sh", docker, "logs", "-f", "sf-ticks"], { env });
      onTestFinished(() => running.kill("SIGKILL"));
      await running.expect(/tick/);
      running.kill("SIGHUP");
      if (stays) {
        const before = running.output().stdout.length;
        await expect.poll(() => running.output().stdout.length, { timeout: 10_000 }).toBeGreaterThan(before + 25);
        running.kill("SIGTERM");
      }
      const { code, stderr } = await running.done;
      expect([code, stderr.toString()]).toEqual([stays ? 143 : 129, ""]);
    });
  });
});
