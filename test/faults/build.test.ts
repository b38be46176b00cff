/** Builds that do not come to their end, contexts that are too much, and what must not be left behind. */
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { apiJson } from "../../scripts/engine/engine-api.mjs";
import { importBusybox } from "../../scripts/engine/images.mjs";
import { startEngine } from "../../scripts/engine/start.mjs";
import { isSingleFile } from "../setup/program.js";
import { dockline, ours, reference, run, start, temporaryFolder } from "../support/command.js";
import { startProxy } from "../support/fault-proxy.js";
import { answer, startDaemon } from "../support/faulty-daemon.js";
import { privateEngine } from "../support/private-engine.js";

function context(files: Record<string, string | Uint8Array>): string {
  const folder = temporaryFolder("context");
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}
const classic = (host: string) => ({ DOCKER_HOST: host, DOCKER_BUILDKIT: "0" });

test("fails without an image ID if the connection is cut while it sends", async () => {
  const { socket } = await privateEngine();
  const proxy = await startProxy(socket, { faults: [{ match: /^POST \S+\/build/, cutUpload: 3_000_000 }] });
  onTestFinished(() => proxy.close());
  const folder = context({ Dockerfile: "FROM scratch\nCOPY . .\n", big: Buffer.alloc(20e6) });
  const iid = join(temporaryFolder("iid"), "id");
  writeFileSync(iid, "of the build before");
  const { stdout, stderr, code } = await dockline(["build", "--iidfile", iid, folder], { env: classic(proxy.host) });
  expect(code).toBe(1);
  expect(stdout.toString()).toBe("");
  expect(stderr.toString()).not.toMatch(/bug/);
  expect(stderr.length).toBeGreaterThan(0);
  expect(existsSync(iid)).toBe(false);
});

test("fails if the connection is cut while the daemon builds", async () => {
  const { socket } = await privateEngine();
  const proxy = await startProxy(socket, { faults: [{ match: /^POST \S+\/build/, from: "body", cutAfter: 60 }] });
  onTestFinished(() => proxy.close());
  const folder = context({ Dockerfile: `FROM busybox\nLABEL a=${process.pid}\nRUN echo 1\n` });
  const { stderr, code } = await dockline(["build", folder], { env: classic(proxy.host) });
  expect(code).toBe(1);
  expect(stderr.toString()).toMatch(/unexpected EOF|EOF/);
});

test("fails if the daemon dies meanwhile", async () => {
  const engine = await startEngine();
  onTestFinished(() => engine.remove());
  await importBusybox(engine.socket);
  const folder = context({ Dockerfile: "FROM busybox\nRUN echo begun; sleep 600\n" });
  const build = start([...ours("docker"), "build", folder], { env: classic(engine.host), timeout: 60_000 });
  await build.expect(/begun/, 40_000);
  await engine.kill();
  const { code, stderr } = await build.done;
  expect(code).toBe(1);
  expect(stderr.toString()).not.toMatch(/bug/);
  expect(stderr.length).toBeGreaterThan(0);
});

test("reports a refusal that comes before the context is read", async () => {
  const daemon = await startDaemon(({ target }) => (target.includes("/build") ? answer(400, '{"message":"no such thing"}') : undefined));
  onTestFinished(() => daemon.close());
  const folder = context({ Dockerfile: "FROM scratch\n" });
  const { stderr, code } = await dockline(["build", folder], { env: classic(daemon.host) });
  expect([stderr.toString(), code]).toEqual(["Error response from daemon: no such thing\n", 1]);
});

test("writes no file for a response without an image ID", async () => {
  const daemon = await startDaemon(({ target }) => (target.includes("/build") ? answer(200, '{"stream":"Step 1\\n"}') : undefined));
  onTestFinished(() => daemon.close());
  const folder = context({ Dockerfile: "FROM scratch\n" });
  const { stderr, code } = await dockline(["build", "--iidfile", join(folder, "id"), folder], { env: classic(daemon.host) });
  expect([stderr.toString(), code]).toEqual([`Server did not provide an image ID. Cannot write ${join(folder, "id")}\n`, 1]);
  expect(existsSync(join(folder, "id"))).toBe(false);
});

test("sends logins to the daemon, and not to --debug", async () => {
  const daemon = await startDaemon(({ target }) => (target.includes("/build") ? answer(200, '{"stream":"ok\\n"}') : undefined));
  onTestFinished(() => daemon.close());
  const folder = context({ Dockerfile: "FROM scratch\n" });
  const auths = { "r.example": { auth: Buffer.from("ada:top-secret").toString("base64") } };
  const home = context({ "config.json": JSON.stringify({ auths }) });
  const { stdout, stderr } = await dockline(["--debug", "build", folder], { env: { ...classic(daemon.host), DOCKER_CONFIG: home } });
  const { headers } = daemon.requests.find(({ target }) => target.includes("/build")) as (typeof daemon.requests)[number];
  expect(JSON.parse(Buffer.from(headers["x-registry-config"] as string, "base64").toString())).toEqual({
    "r.example": { username: "ada", password: "top-secret", serveraddress: "r.example" },
  });
  expect(`${stdout}${stderr}`).not.toMatch(/top-secret|YWRh/);
});

test("reports what the user may not read before anything is sent, as Docker does", async () => {
  const folder = mkdtempSync(join(tmpdir(), "dockline-unreadable-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const script = `
    mkdir -p "$1/file" "$1/dir/closed" "$1/left/closed" && cd "$1"
    for d in file dir left; do echo 'FROM scratch' > $d/Dockerfile; done
    echo x > file/closed; echo closed > left/.dockerignore; chmod 000 file/closed dir/closed left/closed; chmod 755 .`;
  expect((await run(["sh", "-c", script, "sh", folder])).code).toBe(0);
  // Root, but for the right to read everything.
  const bound = (program: readonly string[], what: string) =>
    run(["setpriv", "--bounding-set=-dac_override,-dac_read_search", ...program, "build", join(folder, what)], {
      env: { ...classic("unix:///nosuch.sock"), HOME: folder, DOCKER_CONFIG: folder },
    });
  const last = (text: Buffer) => text.toString().trimEnd().split("\n").at(-1);
  for (const [what, text] of [
    ["file", `error checking context: no permission to read from '${folder}/file/closed'`],
    ["dir", `error checking context: can't stat '${folder}/dir/closed'`],
    // Docker fails here too, over a folder that it was told to leave alone.
    ["left", "Cannot connect to the Docker daemon at unix:///nosuch.sock. Is the docker daemon running?"],
  ] as const) {
    const mine = await bound(ours("docker"), what);
    expect([last(mine.stderr), mine.code]).toEqual([text, 1]);
    if (what !== "left") expect(last((await bound(["docker"], what)).stderr)).toBe(text);
  }
});

/** Reads a chunked body and throws it away, then says `{}`. */
async function startSink(): Promise<string> {
  const socket = join(temporaryFolder("sink"), "sock");
  const server = net.createServer((connection) => {
    let ending = "";
    connection.on("error", () => {});
    connection.on("data", (chunk) => {
      ending = (ending + chunk.toString("latin1", Math.max(chunk.length - 7, 0))).slice(-7);
      const body = chunk.length < 512 && chunk.includes("_ping") ? "OK" : ending.endsWith("\r\n0\r\n\r\n") ? "{}" : "";
      if (body) connection.write(`HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\nOstype: linux\r\nContent-Length: 2\r\n\r\n${body}`);
    });
  });
  server.listen(socket);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `unix://${socket}`;
}

/** Runs a build; the most memory that it held, in MB. */
async function memoryOf(folder: string, host: string): Promise<number> {
  const build = start([...ours("dockline"), "build", "-q", folder], { env: classic(host), timeout: 120_000 });
  let peak = 0;
  const watch = setInterval(() => {
    try {
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${build.pid}/status`, "utf8"))?.[1] ?? 0) / 1024);
    } catch {} // it has ended
  }, 10);
  const { code, stderr } = await build.done;
  clearInterval(watch);
  expect([stderr.toString(), code]).toEqual(["", 0]);
  return peak;
}

test("sends 100,000 files and a large one in little memory", async () => {
  const host = await startSink();
  // In memory where there is such a file system: making so many takes long elsewhere.
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "dockline-many-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const script = `cd "$1" && echo 'FROM scratch' > Dockerfile && for d in $(seq 100); do mkdir d$d && (cd d$d && seq 1000 | xargs touch); done`;
  expect((await run(["sh", "-c", script, "sh", folder], { timeout: 60_000 })).code).toBe(0);
  // Their names are held: what stays flat is what a file's size adds.
  expect(await memoryOf(folder, host)).toBeLessThan(isSingleFile ? 260 : 150);
  const large = context({ Dockerfile: "FROM scratch\n", large: Buffer.alloc(200e6) });
  expect(await memoryOf(large, host)).toBeLessThan(isSingleFile ? 100 : 150);
}, 180_000);

test("sends Docker's archive, byte for byte", async () => {
  const { socket } = await privateEngine();
  expect(await apiJson(socket, "GET", "/version")).toHaveProperty("Version");
  const bodies: Buffer[] = [];
  const folder = mkdtempSync(join(tmpdir(), "dockline-tree-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const script = `
    cd "$1" && echo 'FROM scratch' > Dockerfile && mkdir -p a/b "with space" deep/${"x".repeat(90)}/${"y".repeat(90)} && echo 1 > a/b/c && ln a/b/c a/hard
    ln -s ../nowhere a/link && ln -s ${"t".repeat(150)} long && chmod 4755 a/b/c && chmod 1777 a && mkfifo fifo && echo é > "é" && : > empty
    echo z > deep/${"x".repeat(90)}/${"y".repeat(90)}/${"z".repeat(120)} && touch -d @-5 old && touch -d @9999999999 later && echo 'empty' > .dockerignore`;
  expect((await run(["sh", "-c", script, "sh", folder])).code).toBe(0);
  const sock = join(temporaryFolder("record"), "sock");
  const { createServer } = await import("node:http");
  const server = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on("data", (chunk) => parts.push(chunk));
    request.on("end", () => {
      if (request.url?.includes("/build")) bodies.push(Buffer.concat(parts));
      reply.setHeader("Api-Version", "1.50").setHeader("Ostype", "linux").end("{}");
    });
  }).listen(sock);
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const env = classic(`unix://${sock}`);
  expect((await dockline(["build", folder], { env })).code).toBe(0);
  expect((await reference(["build", folder], { env })).code).toBe(0);
  expect(bodies).toHaveLength(2);
  expect(bodies[0]?.length).toBeGreaterThan(10_000);
  expect(bodies[0]?.equals(bodies[1] as Buffer)).toBe(true);
});
