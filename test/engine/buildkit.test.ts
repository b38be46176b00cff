/** Building with the engine's own BuildKit, without a plugin: what is sent, what comes back, how it ends. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiRequest } from "../../scripts/engine/engine-api.mjs";
import { ACCOUNT, startRegistry } from "../../scripts/engine/registry.mjs";
import { type CommandOptions, dockline, ours, reference, run, start, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

const MIB = 1024 * 1024;
const MAX_RSS_KB = 200 * 1024;
const home = temporaryFolder("buildkit");
const images: string[] = [];

afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

/** A folder with these files; a value that begins with "->" is a link. */
function folder(name: string, files: Readonly<Record<string, string | Buffer>>): string {
  const dir = join(home, name);
  fs.rmSync(dir, { recursive: true, force: true });
  for (const [path, content] of Object.entries(files)) {
    const file = join(dir, path);
    fs.mkdirSync(join(file, ".."), { recursive: true });
    if (typeof content === "string" && content.startsWith("->")) fs.symlinkSync(content.slice(2), file);
    else fs.writeFileSync(file, content);
  }
  return dir;
}

/** `path mode [content or target]` of everything below a folder. */
function tree(dir: string): string[] {
  return (fs.readdirSync(dir, { recursive: true, encoding: "utf8" }) as string[]).sort().map((path) => {
    const stat = fs.lstatSync(join(dir, path));
    const mode = stat.isSymbolicLink() ? "link" : (stat.mode & 0o7777).toString(8);
    const what = stat.isSymbolicLink() ? fs.readlinkSync(join(dir, path)) : stat.isFile() ? fs.readFileSync(join(dir, path), "utf8") : "";
    return `${path} ${mode} ${what}`.trim();
  });
}

describe.each(["28.5", "20.10"])("build by BuildKit on %s", (version) => {
  // The old engine has the same session: there the ways that differ are tried, not the weight.
  const newest = (name: string, body: () => Promise<void>) => version === "28.5" && test(name, body);
  let engine: PrivateEngine;
  const env = () => ({ DOCKER_HOST: engine.host, DOCKER_BUILDKIT: "1", DOCKER_CONFIG: join(home, `config-${version}`) });
  beforeAll(async () => {
    engine = await privateEngine(version);
  });
  afterAll(async () => {
    for (const name of images) await apiRequest(engine.socket, "DELETE", `/images/${name}?force=1`);
    await apiRequest(engine.socket, "POST", "/build/prune?all=1");
  });

  async function build(cwd: string, args: readonly string[], options: CommandOptions = {}) {
    const result = await dockline(["build", "--progress", "plain", ...args], {
      cwd,
      timeout: 50_000,
      ...options,
      env: { ...env(), ...options.env },
    });
    return { code: result.code, stdout: result.stdout, stderr: result.stderr.toString() };
  }

  /** Builds what must succeed into a folder, and gives what lies there. */
  async function exported(cwd: string, args: readonly string[], options?: CommandOptions): Promise<string[]> {
    const out = join(home, "out");
    fs.rmSync(out, { recursive: true, force: true });
    const { code, stderr } = await build(cwd, ["-o", out, ...args], options);
    expect(code, stderr).toBe(0);
    return tree(out);
  }

  test("builds an image: steps, tag, --iidfile, cache, times of the output", async () => {
    const cwd = folder("image", { Dockerfile: "FROM busybox\nARG A=1\nCOPY f /f\nRUN echo got $A $(cat /f)\n", f: "file" });
    images.push("bk-one");
    const first = await build(cwd, ["-t", "bk-one", "--build-arg", "A=two", "--iidfile", "id", "."]);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stderr).toMatch(/^#0 building with "default" instance using docker driver\n\n#1 \[internal\] load /);
    expect(first.stderr).toMatch(/^#\d+ \d\.\d{3} got two file$/m);
    expect(first.stderr).toMatch(/^#\d+ writing image sha256:[0-9a-f]{64} .*done$/m);
    expect(first.stderr).toMatch(/^#\d+ naming to docker\.io\/library\/bk-one(:latest)? .*done\n#\d+ DONE/m);
    const id = fs.readFileSync(join(cwd, "id"), "utf8");
    expect(id).toMatch(/^sha256:[0-9a-f]{64}$/);
    const quiet = await dockline(["build", "-q", "-t", "bk-one", "--build-arg", "A=two", "."], { cwd, env: env() });
    expect([quiet.code, quiet.stdout.toString(), quiet.stderr.toString()]).toEqual([0, `${id}\n`, ""]);
    const again = await build(cwd, ["--build-arg", "A=two", "."]);
    expect(again.stderr.match(/^#\d+ CACHED$/gm)?.length).toBeGreaterThanOrEqual(2);
    expect(fs.statSync(join(env().DOCKER_CONFIG, ".buildNodeID")).mode & 0o777).toBe(0o600);
  });

  test("sends a directory as root's: modes, links, .dockerignore, hard links, names beyond ASCII", async () => {
    const cwd = folder("context", {
      Dockerfile: "FROM scratch\nCOPY . /\n",
      ".dockerignore": "Dockerfile\n.dockerignore\n**/*.log\n!keep/this.log\nnode_modules\n",
      "a.log": "x",
      "keep/this.log": "kept",
      "keep/that.log": "x",
      "node_modules/m/index.js": "x",
      "dir/run.sh": "#!/bin/sh",
      "dir/secret": "s",
      "größe/é.txt": "utf8",
      link: "->dir/run.sh",
      dangling: "->nowhere",
      empty: "",
    });
    fs.chmodSync(join(cwd, "dir/run.sh"), 0o755);
    fs.chmodSync(join(cwd, "dir/secret"), 0o600);
    fs.chmodSync(join(cwd, "empty"), 0o644);
    fs.chmodSync(join(cwd, "keep"), 0o750);
    fs.linkSync(join(cwd, "dir/run.sh"), join(cwd, "dir/same"));
    fs.chownSync(join(cwd, "dir/secret"), 1000, 1000);
    fs.utimesSync(join(cwd, "empty"), 1_600_000_000, 1_600_000_000);
    for (const path of ["keep/this.log", "größe/é.txt"]) fs.chmodSync(join(cwd, path), 0o644);
    expect(await exported(cwd, ["."])).toEqual(
      [
        "dangling link nowhere",
        "dir 755",
        "dir/run.sh 755 #!/bin/sh",
        "dir/same 755 #!/bin/sh",
        "dir/secret 600 s",
        "empty 644",
        "größe 755",
        "größe/é.txt 644 utf8",
        "keep 750",
        "keep/this.log 644 kept",
        "link link dir/run.sh",
      ].sort(),
    );
    expect(fs.statSync(join(home, "out/dir/secret")).uid).toBe(0);
    expect(fs.statSync(join(home, "out/empty")).mtimeMs).toBe(1_600_000_000_000);
  });

  newest("only what is copied is sent; links on the way are followed", async () => {
    const cwd = folder("some", {
      Dockerfile: "FROM scratch\nCOPY current/app /\n",
      current: "->v2",
      "v2/app/x": "2",
      big: Buffer.alloc(8 * MIB),
    });
    const out = join(home, "out");
    fs.rmSync(out, { recursive: true, force: true });
    const { stderr } = await build(cwd, ["-o", out, "."]);
    expect(tree(out).map((line) => line.split(" ")[0])).toEqual(["x"]);
    expect(stderr).toMatch(/transferring context: \d+B/);
  });

  newest("1,000 files and one of 64 MiB, twice: what is known is not sent again", async () => {
    const files: Record<string, string | Buffer> = {
      Dockerfile: "FROM busybox\nCOPY . /c\nRUN find /c -type f | wc -l; cat /c/[0-9]*/* | md5sum; md5sum /c/big\n",
    };
    for (let i = 0; i < 1000; i++) files[`${i % 10}/${i}.txt`] = `file ${i}\n`;
    const big = Buffer.alloc(64 * MIB);
    for (let at = 0; at < big.length; at += 4096) big.writeUInt32LE(at, at);
    const cwd = folder("many", { ...files, big });
    const sums = execFileSync("sh", ["-c", "cat [0-9]*/* | md5sum; md5sum < big"], { cwd, encoding: "utf8" }).match(/[0-9a-f]{32}/g);
    const first = await build(cwd, ["--no-cache", "."]);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stderr).toMatch(/^#\d+ \d+\.\d+ 1002$/m);
    for (const sum of sums ?? []) expect(first.stderr).toContain(sum);
    expect(first.stderr).toMatch(/transferring context: 67\.\d\dMB/);
    const second = await build(cwd, ["."]);
    expect(second.stderr).toMatch(/transferring context: \d+(\.\d+)?k?B/);
  });

  test.each([
    ["plain", "-c"],
    ["gzip", "-cz"],
  ])("builds an archive on standard input, %s, with a Dockerfile of another name in it", async (_, flag) => {
    const cwd = folder("tar", { "other.df": "FROM scratch\nCOPY f d/ /\n", f: "1", "d/g": "2" });
    const archive = execFileSync("tar", [flag, "-C", cwd, "."]);
    expect(await exported(cwd, ["-f", "other.df", "-"], { stdin: archive })).toEqual(["f 644 1", "g 644 2"]);
  });

  newest("a Dockerfile on standard input: alone, and with a folder", async () => {
    const cwd = folder("stdin", { f: "here" });
    const alone = await build(cwd, ["--no-cache", "-"], { stdin: "FROM busybox\nRUN echo from stdin\n" });
    expect(alone.stderr).toMatch(/^#\d+ \d\.\d+ from stdin$/m);
    expect(await exported(cwd, ["-f", "-", "."], { stdin: "FROM scratch\nCOPY f /\n" })).toEqual(["f 644 here"]);
    const beside = folder("beside", { "my.df": "FROM scratch\nCOPY . /\n", "my.df.dockerignore": "no*\n" });
    const context = folder("beside-context", { yes: "y", not: "n" });
    expect(await exported(context, ["-f", join(beside, "my.df"), "."])).toEqual(["yes 644 y"]);
  });

  newest("stages and --target", async () => {
    const cwd = folder("stages", {
      Dockerfile: "FROM busybox AS one\nRUN echo 1 > /n\nFROM scratch AS two\nCOPY --from=one /n /n\nFROM busybox\nRUN false\n",
    });
    expect(await exported(cwd, ["--target", "two", "."])).toEqual(["n 644 1"]);
  });

  test("gives --secret from a file, a variable or by its name, and never shows it", async () => {
    const step = (id: string) => `RUN --mount=type=secret,id=${id} md5sum < /run/secrets/${id}\n`;
    const cwd = folder("secret", { Dockerfile: `FROM busybox\n${step("file")}${step("var")}${step("PLAIN")}`, s: "s3cr3t-of-the-file" });
    const secrets = ["--secret", "id=file,src=s", "--secret", "id=var,env=V", "--secret", "id=PLAIN"];
    const { code, stderr } = await build(cwd, ["--no-cache", ...secrets, "."], { env: { V: "s3cr3t-of-V", PLAIN: "s3cr3t-alone" } });
    expect(code, stderr).toBe(0);
    for (const text of ["s3cr3t-of-the-file", "s3cr3t-of-V", "s3cr3t-alone"]) {
      expect(stderr).toContain(execFileSync("md5sum", { input: text, encoding: "utf8" }).slice(0, 32));
    }
    expect(stderr).not.toContain("s3cr3t");
    const none = await build(cwd, ["--no-cache", "--secret", "id=file,src=absent", "."]);
    expect([none.code, none.stderr]).toEqual([
      1,
      "ERROR: failed to build: failed to stat absent: stat absent: no such file or directory\n",
    ]);
  });

  newest("--ssh: an agent's socket, key files, what cannot be one", async () => {
    const socket = join(home, "agent");
    // Where the agent for key files lives as long as the build.
    const scratch = folder("scratch", { x: "" });
    fs.rmSync(join(scratch, "x"));
    const agent = net.createServer().listen(socket);
    await once(agent, "listening");
    const mount = (id: string) => `RUN --mount=type=ssh,id=${id},required=true ls -l $SSH_AUTH_SOCK | cut -c1 | sed 's/^/${id} /'\n`;
    const cwd = folder("ssh", { Dockerfile: `FROM busybox\n${mount("default")}${mount("keys")}`, "not-a-key": "x" });
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(cwd, "key")]);
    fs.chmodSync(join(cwd, "key"), 0o644);
    const { code, stderr } = await build(cwd, ["--no-cache", "--ssh", "default", "--ssh", "keys=key", "."], {
      env: { SSH_AUTH_SOCK: socket, TMPDIR: scratch },
    });
    agent.close();
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/ default s$[\s\S]* keys s$/m);
    const refused = async (...ssh: string[]) => (await build(cwd, [...ssh.flatMap((one) => ["--ssh", one]), "."])).stderr;
    expect(await refused("default=/nope")).toContain(
      'failed to convert agent config for ID: "default": stat /nope: no such file or directory',
    );
    expect(await refused("a=not-a-key")).toContain("failed to parse not-a-key: ssh: no key found");
    expect(await refused("default")).toMatch(/invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set\n$/);
    expect(fs.readdirSync(scratch)).toEqual([]);
  });

  test("writes --output as an archive to a file and to standard output, and adds to a directory", async () => {
    const cwd = folder("output", { Dockerfile: "FROM scratch\nCOPY d /\n", "d/f": "x", "d/l": "->f", "out/mine": "m", "out/f": "old" });
    const out = await build(cwd, ["-o", "-", "."]);
    expect(out.code, out.stderr).toBe(0);
    expect(execFileSync("tar", ["-tf", "-"], { input: out.stdout, encoding: "utf8" }).split("\n").filter(Boolean).sort()).toEqual([
      "f",
      "l",
    ]);
    const file = await build(cwd, ["-o", "type=tar,dest=out.tar", "."]);
    expect(file.code, file.stderr).toBe(0);
    expect(execFileSync("tar", ["-tf", "out.tar"], { cwd, encoding: "utf8" })).toContain("f\n");
    expect(fs.statSync(join(cwd, "out.tar")).mode & 0o777).toBe(0o666 & ~process.umask());
    const dir = await build(cwd, ["-o", "type=local,dest=out", "."]);
    expect(dir.code, dir.stderr).toBe(0);
    expect(tree(join(cwd, "out")).map((line) => line.replace(/ \d+ /, " "))).toEqual(["f x", "l link f", "mine m"].sort());
    const bad = await build(cwd, ["-o", "type=tar,dest=not/there.tar", "."]);
    expect(bad.code).toBe(1);
  });

  newest("a base image behind a login: ours is asked for; without it the registry's refusal is shown, and never the password", async () => {
    const registry = await startRegistry(engine, { port: 5017, auth: true });
    const auth = Buffer.from(`${ACCOUNT.user}:${ACCOUNT.password}`).toString("base64");
    const config = folder("login", { "config.json": JSON.stringify({ auths: { [registry.address]: { auth } } }) });
    try {
      const name = `${registry.address}/bk-base`;
      const withLogin = { env: { ...env(), DOCKER_CONFIG: config } };
      for (const args of [
        ["tag", "busybox", name],
        ["push", name],
        ["rmi", name],
      ]) {
        expect((await reference(args, withLogin)).code, args.join(" ")).toBe(0);
      }
      const cwd = folder("private", { Dockerfile: `FROM ${name}\nRUN echo it is there\n` });
      const without = await build(cwd, ["--no-cache", "."]);
      expect(without.code).toBe(1);
      expect(without.stderr).toMatch(/Dockerfile:1\n[\s\S]*ERROR: failed to build: failed to solve: /);
      const given = await build(cwd, ["--no-cache", "."], { env: { DOCKER_CONFIG: config } });
      expect(given.code, given.stderr).toBe(0);
      expect(given.stderr).toMatch(/ it is there$/m);
      expect(given.stderr).not.toMatch(new RegExp(`${ACCOUNT.password}|${auth}`));
    } finally {
      await registry.stop();
    }
  });

  test("shows the output and the place of a step that fails, and ends with code 1", async () => {
    const cwd = folder("failing", { Dockerfile: "FROM busybox\n# why\nRUN echo first\nRUN echo before && \\\n    false\n" });
    const { code, stderr, stdout } = await build(cwd, ["--no-cache", "."]);
    expect([code, stdout.length]).toEqual([1, 0]);
    expect(stderr).toMatch(/^------\n > \[3\/3\] RUN echo before && {5}false:\n(#\d+ )?\d\.\d+ before\n------\nDockerfile:4\n-{20}\n/m);
    expect(stderr).toContain("   4 | >>> RUN echo before && \\\n   5 | >>>     false\n");
    expect(stderr).toMatch(/\nERROR: failed to build: failed to solve: .*false.*exit code: 1\n$/);
    const syntax = await build(folder("syntax", { Dockerfile: "FROM busybox\nNOPE\n" }), ["."]);
    expect(syntax.stderr).toMatch(
      /Dockerfile:2\n-{20}\n {3}1 \| {5}FROM busybox\n {3}2 \| >>> NOPE\n.*ERROR: .*unknown instruction: NOPE/s,
    );
  });

  newest("a file that we may not read is an error that names it", async () => {
    const cwd = folder("unreadable", { Dockerfile: "FROM scratch\nCOPY . /\n", locked: "x" });
    fs.chmodSync(join(cwd, "locked"), 0o000);
    // Root reads everything, unless it may not.
    const without = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"];
    const { code, stderr } = await run([...without, ...ours(), "build", "--progress", "plain", "."], { cwd, env: env(), timeout: 50_000 });
    expect(stderr.toString()).toMatch(/ERROR: failed to build: .*open .*locked: permission denied\n$/);
    expect(code).toBe(1);
  });

  test("stops the build in the daemon at Ctrl-C", async () => {
    const cwd = folder("cancel", { Dockerfile: "FROM busybox\nRUN echo begun && sleep 300\n" });
    const running = start([...ours("docker"), "build", "--no-cache", "--progress", "plain", "."], { cwd, env: env(), timeout: 50_000 });
    await running.expect(/\d begun/, 40_000);
    running.kill("SIGINT");
    const { code, stderr } = await running.done;
    expect(stderr.toString()).toMatch(/\n#\d+ CANCELED\n(?:[\s\S]*)ERROR: failed to build: failed to solve: Canceled: context canceled\n$/);
    expect(code).toBe(130);
  });

  newest("memory stays flat while 256 MiB are sent", async () => {
    const cwd = folder("flat", { Dockerfile: "FROM scratch\nCOPY big /\n" });
    fs.writeFileSync(join(cwd, "big"), "");
    fs.truncateSync(join(cwd, "big"), 256 * MIB);
    const running = start([...ours(), "build", "--no-cache", "--progress", "plain", "."], { cwd, env: env(), timeout: 58_000 });
    let peak = 0;
    const watch = setInterval(() => {
      try {
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${running.pid}/status`, "utf8"))?.[1] ?? 0));
      } catch {} // it has ended
    }, 20);
    const { code, stderr } = await running.done.finally(() => clearInterval(watch));
    expect(code, stderr.toString()).toBe(0);
    expect(stderr.toString()).toMatch(/transferring context: 268\.\d\dMB/);
    expect(peak).toBeGreaterThan(10_000);
    expect(peak).toBeLessThan(MAX_RSS_KB);
  });
});
