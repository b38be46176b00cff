/** The classic builder of both engines, and what is not to be compared with Docker. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { dockline, ours, referencePath, run, succeeds, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

function context(files: Record<string, string>): string {
  const folder = temporaryFolder("context");
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

describe.each(["28.5", "20.10"])("build on %s", (version) => {
  const build = async (args: string[], more: { stdin?: string | Uint8Array; env?: Record<string, string> } = {}) => {
    const { host } = await privateEngine(version);
    const env = { DOCKER_HOST: host, DOCKER_BUILDKIT: "0", ...more.env };
    return { host, ...(await dockline(["build", ...args], { ...more, env, timeout: 60_000 })) };
  };
  const name = `build-${process.pid}-${version}`;

  test("builds the example's Dockerfile", async () => {
    const folder = context({ Dockerfile: "FROM busybox:latest\nRUN echo moby > /fortune\nCMD cat /fortune\n" });
    const { host, stdout, stderr, code } = await build(["-t", name, folder]);
    onTestFinished(async () => void (await succeeds(host, ["rmi", "-f", name])));
    expect([stderr.toString(), code]).toEqual(["", 0]);
    expect(stdout.toString()).toMatch(/^Sending build context to Docker daemon 2\.048 kB\r\r\n/);
    expect(stdout.toString()).toMatch(/\n(?: ---> Removed|Removing) intermediate container \w{12}\n/);
    expect(stdout.toString()).toMatch(new RegExp(`\nSuccessfully built \\w{12}\nSuccessfully tagged ${name}:latest\n$`));
    expect(await succeeds(host, ["run", "--rm", name])).toBe("moby");
  });

  test("copies what the ignore file leaves", async () => {
    const folder = context({
      Dockerfile: "FROM busybox\nCOPY . /x\n",
      ".dockerignore": "*\n!keep\nkeep/**/*.log\n!keep/a/this.log\n",
      "no/a": "",
      "keep/a/b": "1",
      "keep/a/c.log": "",
      "keep/a/this.log": "2",
    });
    const { host, code } = await build(["-q", "-t", name, folder]);
    onTestFinished(async () => void (await succeeds(host, ["rmi", "-f", name])));
    expect(code).toBe(0);
    expect((await succeeds(host, ["run", "--rm", name, "find", "/x", "-type", "f"])).split("\n").sort()).toEqual([
      "/x/keep/a/b",
      "/x/keep/a/this.log",
    ]);
  });

  test("prefers the Dockerfile's own ignore file to the context's", async () => {
    const folder = context({ My: "FROM busybox\nCOPY . /x\n", "My.dockerignore": "a\n", ".dockerignore": "b\n", a: "", b: "" });
    const { host, code } = await build(["-q", "-f", join(folder, "My"), "-t", name, folder]);
    onTestFinished(async () => void (await succeeds(host, ["rmi", "-f", name])));
    expect(code).toBe(0);
    expect((await succeeds(host, ["run", "--rm", name, "ls", "/x"])).split("\n")).toContain("b");
    expect((await succeeds(host, ["run", "--rm", name, "ls", "/x"])).split("\n")).not.toContain("a");
  });

  test("builds a Dockerfile on standard input with a directory", async () => {
    const folder = context({ a: "from the folder\n", ".dockerignore": "b\n", b: "" });
    const { host, stdout, code } = await build(["-q", "-f", "-", folder], { stdin: "FROM busybox\nCOPY . /x\n" });
    expect(code).toBe(0);
    const id = stdout.toString().trim();
    expect(id).toMatch(/^sha256:[0-9a-f]{64}$/);
    onTestFinished(async () => void (await succeeds(host, ["rmi", "-f", id])));
    // Neither the Dockerfile nor the ignore file that hides it is in the image.
    expect((await succeeds(host, ["run", "--rm", id, "ls", "-A", "/x"])).split("\n")).not.toContain("b");
    expect(await succeeds(host, ["run", "--rm", id, "cat", "/x/a"])).toBe("from the folder");
    expect(await succeeds(host, ["run", "--rm", id, "sh", "-c", "ls -A /x | grep -c '^.dockerfile.' || true"])).toBe("0");
  });

  test("ends with the exit code of the failing step, and makes no image", async () => {
    const folder = context({ Dockerfile: "FROM busybox\nRUN exit 42\n" });
    const iid = join(folder, "id");
    const { stderr, code } = await build(["--iidfile", iid, folder]);
    expect([stderr.toString(), code]).toEqual(["The command '/bin/sh -c exit 42' returned a non-zero code: 42\n", 42]);
    expect(existsSync(iid)).toBe(false);
  });

  test("writes the image's ID with --iidfile", async () => {
    const folder = context({ Dockerfile: `FROM busybox\nLABEL a=${process.pid}\n` });
    const iid = join(folder, "id");
    const { host, stdout, code } = await build(["--iidfile", iid, folder]);
    expect(code).toBe(0);
    const id = readFileSync(iid, "utf8");
    onTestFinished(async () => void (await succeeds(host, ["rmi", "-f", id])));
    expect(id).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(stdout.toString()).toContain(`Successfully built ${id.slice(7, 19)}`);
  });

  test("refuses BuildKit's flags", async () => {
    const { stderr, code } = await build(["--secret", "id=x", context({ Dockerfile: "FROM scratch\n" })]);
    expect(stderr.toString()).toMatch(/^unknown flag: --secret\n/);
    expect(code).toBe(125);
  });
});

describe("build of a remote context", () => {
  /** A server of files, and of `git http-backend` below /git/. */
  async function serve(folder: string): Promise<string> {
    const server = http.createServer((request, reply) => {
      const url = new URL(request.url ?? "", "http://x");
      const file = join(folder, url.pathname);
      if (url.pathname.startsWith("/git/")) return void backend(folder, url, request, reply);
      if (existsSync(file)) reply.end(readFileSync(file));
      else reply.writeHead(404).end("nothing here\n");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  }

  function backend(folder: string, url: URL, request: http.IncomingMessage, reply: http.ServerResponse): void {
    const child = spawn("git", ["http-backend"], {
      env: {
        ...process.env,
        GIT_PROJECT_ROOT: join(folder, "git"),
        GIT_HTTP_EXPORT_ALL: "1",
        PATH_INFO: url.pathname.slice(4),
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers["content-type"] ?? "",
        ...(request.headers["git-protocol"] && { GIT_PROTOCOL: String(request.headers["git-protocol"]) }),
      },
    });
    // It may end without reading all that it is sent.
    child.stdin.on("error", () => {});
    const body: Buffer[] = [];
    request.on("data", (chunk) => body.push(chunk));
    request.on("end", () => {
      const whole = Buffer.concat(body);
      child.stdin.end(request.headers["content-encoding"] === "gzip" ? execFileSync("gzip", ["-dc"], { input: whole }) : whole);
    });
    const parts: Buffer[] = [];
    child.stdout.on("data", (chunk) => parts.push(chunk));
    child.on("close", () => {
      const answer = Buffer.concat(parts);
      const end = answer.indexOf("\r\n\r\n");
      const fields = answer.subarray(0, end).toString().split("\r\n");
      const status = Number(/^Status: (\d+)/m.exec(fields.join("\n"))?.[1] ?? 200);
      const headers = fields.filter((line) => !line.startsWith("Status:")).map((line) => line.split(": ") as [string, string]);
      reply.writeHead(status, Object.fromEntries(headers)).end(answer.subarray(end + 4));
    });
  }

  const env = async () => ({ DOCKER_HOST: (await privateEngine()).host, DOCKER_BUILDKIT: "0" });

  test("builds a Dockerfile and an archive from HTTP", async () => {
    const folder = context({ Dockerfile: "FROM scratch\nLABEL from=http\n" });
    execFileSync("tar", ["-czf", join(folder, "c.tar.gz"), "-C", folder, "Dockerfile"]);
    const url = await serve(folder);
    for (const file of ["Dockerfile", "c.tar.gz"]) {
      const { stdout, stderr, code } = await dockline(["build", `${url}/${file}`], { env: await env() });
      expect([stderr.toString(), code]).toEqual(["", 0]);
      expect(stdout.toString()).toContain(`Downloading build context from remote url: ${url}/${file} [====`);
      expect(stdout.toString()).toMatch(/Successfully built \w{12}\n$/);
    }
    const missing = await dockline(["build", `${url}/nosuch`], { env: await env() });
    const text = `unable to prepare context: unable to download remote context ${url}/nosuch: failed to GET ${url}/nosuch with status 404 Not Found: nothing here\n`;
    expect([missing.stderr.toString(), missing.code]).toEqual([text, 1]);
  });

  test("builds an archive from HTTP with a Dockerfile on standard input", async () => {
    const folder = context({ a: "one\n" });
    for (const [name, how] of [
      ["c.tar", "-cf"],
      ["c.tar.gz", "-czf"],
    ] as const)
      execFileSync("tar", [how, join(folder, name), "-C", folder, "a"]);
    const url = await serve(folder);
    const options = { env: await env(), stdin: "FROM busybox\nCOPY . /x\nRUN echo $(ls -A /x; cat /x/a)\n" };
    for (const command of [[referencePath()], ours("docker")]) {
      const { stdout, code } = await run([...command, "build", "--no-cache", "-f", "-", `${url}/c.tar`], options);
      expect([stdout.toString(), code]).toEqual([expect.stringMatching(/\na one\n[\s\S]*Successfully built \w{12}\n$/), 0]);
    }
    const refused = await dockline(["build", "-f", "-", `${url}/c.tar.gz`], options);
    const text = "unable to prepare context: a Dockerfile from standard input does not go into a compressed archive\n";
    expect([refused.stderr.toString(), refused.code]).toEqual([text, 1]);
  });

  test("builds a repository by branch, tag, commit and directory, and leaves nothing behind", async () => {
    const folder = context({ "work/Dockerfile": "FROM scratch\nLABEL on=master\n", "work/sub/Dockerfile": "FROM scratch\nLABEL on=sub\n" });
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], {
        cwd: join(folder, "work"),
        encoding: "utf8",
        stdio: "pipe",
      });
    git("init", "-q", "-b", "master");
    git("add", ".");
    git("commit", "-qm", "1");
    git("tag", "v1");
    git("clone", "-q", "--bare", ".", join(folder, "git/r.git"));
    const url = `${await serve(folder)}/git/r.git`;
    const temporary = temporaryFolder("tmp");
    for (const [fragment, text] of [
      ["", "LABEL on=master"],
      ["#v1", "LABEL on=master"],
      ["#master:sub", "LABEL on=sub"],
    ]) {
      const { stdout, stderr, code } = await dockline(["build", `${url}${fragment}`], { env: { ...(await env()), TMPDIR: temporary } });
      expect([stderr.toString(), code]).toEqual(["", 0]);
      expect(stdout.toString()).toContain(text);
    }
    const wrong = await dockline(["build", `${url}#nosuch`], { env: { ...(await env()), TMPDIR: temporary } });
    expect(wrong.stderr.toString()).toContain("unable to 'git clone' to temporary context directory: error fetching: ");
    expect(execFileSync("ls", ["-A", temporary], { encoding: "utf8" })).toBe("");
  });
});
