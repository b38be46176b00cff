/** system dial-stdio: bytes both ways, an end of its own for each, and docker over it as ssh uses it. */
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, writeFileSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { cleanEnv, dockline, ours, reference, referencePath, run, start, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

/** A server on a socket of its own; everything of it goes with the test. */
async function serve(onConnection: (socket: net.Socket) => void, tcp = false): Promise<string> {
  const sockets: net.Socket[] = [];
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    onConnection(socket);
  });
  const path = join(temporaryFolder("s"), "s");
  await new Promise<void>((resolve) => (tcp ? server.listen(0, "127.0.0.1", resolve) : server.listen(path, resolve)));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return tcp ? `tcp://127.0.0.1:${(server.address() as net.AddressInfo).port}` : `unix://${path}`;
}

const dial = (host: string) => [...ours("docker"), "-H", host, "system", "dial-stdio"];
const sha = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** What comes, until the other side ends; our own side stays open. */
function body(socket: net.Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  return new Promise((resolve) => socket.once("end", () => resolve(Buffer.concat(chunks))));
}

const ending = ({ stdout, stderr, code, signal, timedOut }: Awaited<ReturnType<typeof run>>) => ({
  stdout: stdout.toString("latin1"),
  stderr: stderr.toString(),
  code,
  signal,
  timedOut,
});

describe("system dial-stdio", () => {
  test.each([
    ["unix", false],
    ["tcp", true],
  ])("passes 16 MiB out, a half-close, and 16 MiB back, bit for bit: %s", async (_, tcp) => {
    const [up, down] = [randomBytes(16 << 20), randomBytes(16 << 20)];
    const host = await serve(async (socket) => {
      // What came, told only after its end: the half-close has to arrive.
      const got = await body(socket);
      socket.write(sha(got));
      socket.end(down);
    }, tcp);
    const { stdout, stderr, code } = await run(dial(host), { stdin: up });
    expect([stderr.toString(), code]).toEqual(["", 0]);
    expect(stdout.subarray(0, 64).toString()).toBe(sha(up));
    expect(sha(stdout.subarray(64))).toBe(sha(down));
  });

  test("passes bytes on at once, however few they are", async () => {
    const host = await serve((socket) => {
      socket.write("hello");
      socket.on("data", (chunk) => socket.write(`<${chunk}>`));
      socket.once("end", () => socket.end("."));
    });
    const client = start(dial(host), { stdin: null });
    await client.expect(/hello/);
    client.stdin?.write("one");
    await client.expect(/<one>/);
    client.stdin?.end("two");
    expect(ending(await client.done)).toMatchObject({ stdout: "hello<one><two>.", code: 0 });
  });

  test("ends when the server ends, also if stdin stays open", async () => {
    const host = await serve((socket) => socket.end("bye"));
    expect(ending(await start(dial(host), { stdin: null }).done)).toEqual({
      stdout: "bye",
      stderr: "",
      code: 0,
      signal: null,
      timedOut: false,
    });
  });

  test("waits for the answer if stdin is at its end from the start", async () => {
    const host = await serve((socket) => {
      socket.resume();
      socket.once("end", () => setTimeout(() => socket.end("late"), 300));
    });
    expect(ending(await run(dial(host)))).toEqual({ stdout: "late", stderr: "", code: 0, signal: null, timedOut: false });
  });

  test("reads a server that accepts no more to its end", async () => {
    const host = await serve((socket) => {
      socket.once("data", () => {
        socket.end("refused");
        socket.destroySoon();
      });
    });
    const { stdout } = await run(dial(host), { stdin: randomBytes(8 << 20) });
    expect(stdout.toString()).toBe("refused");
  });

  test("fails when the connection is cut", async () => {
    const host = await serve((socket) => {
      socket.write("part");
      socket.once("data", () => socket.resetAndDestroy());
    }, true);
    const client = start(dial(host), { stdin: null });
    await client.expect(/part/);
    client.stdin?.write("x");
    const { stderr, code } = await client.done;
    expect(stderr.toString()).toMatch(/^error while Copy \(stream to stdout\): read tcp .*: read: connection reset by peer\n$/);
    expect(code).toBe(1);
  });

  test("ends at a closed stdout as at a broken pipe", async () => {
    const host = await serve((socket) => {
      const more = () => {
        while (socket.write(Buffer.alloc(65_536))) {}
      };
      socket.on("drain", more);
      more();
    });
    const shell = `${dial(host)
      .map((word) => `'${word}'`)
      .join(" ")} | head -c 100000 | wc -c; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await run(["bash", "-c", shell], { stdin: null });
    expect(stdout.toString()).toBe("100000\n141\n");
    expect(stderr.toString()).toBe("");
  });

  test("reports a full disk", async () => {
    const host = await serve((socket) => socket.end("x"));
    const { stderr, code } = await run(["sh", "-c", `'${dial(host).join("' '")}' > /dev/full`]);
    expect(stderr.toString()).toBe("error while Copy (stream to stdout): write /dev/stdout: no space left on device\n");
    expect(code).toBe(1);
  });
});

test.each([["unix:///nowhere"], ["tcp://127.0.0.1:1"], ["tcp://nosuch.invalid:1"], [`unix:///${"x".repeat(120)}`]])(
  "%s: no connection, Docker's words",
  async (host) => {
    const theirs = await reference(["-H", host, "system", "dial-stdio"]);
    const mine = await dockline(["-H", host, "system", "dial-stdio"], { name: "docker" });
    expect(ending(mine)).toEqual(ending(theirs));
    expect(mine.code).toBe(1);
  },
);

describe("docker over dial-stdio", () => {
  let engine: PrivateEngine;
  beforeAll(async () => {
    engine = await privateEngine();
  });

  /** A folder with an `ssh` that runs the command of the far side here. */
  function farSide(command: readonly string[]): string {
    const folder = temporaryFolder("ssh");
    writeFileSync(
      join(folder, "ssh"),
      `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(" ")} --host ${engine.host} system dial-stdio\n`,
    );
    chmodSync(join(folder, "ssh"), 0o755);
    return folder;
  }

  const clients = { ours: () => ours("docker"), reference: () => [referencePath()] };
  test.each([
    ["ours", "ours"],
    ["ours", "reference"],
    ["reference", "ours"],
  ] as const)("works with %s through %s", async (near, far) => {
    const env = { DOCKER_HOST: "ssh://far", PATH: `${farSide(clients[far]())}:${cleanEnv().PATH}` };
    const docker = (args: string[], stdin?: Uint8Array) => run([...clients[near](), ...args], { env, ...(stdin && { stdin }) });
    const version = await docker(["version", "--format", "{{.Server.Version}}"]);
    expect(version.stdout.toString()).toMatch(/^28\.5/);
    const bytes = randomBytes(4 << 20);
    const cat = await docker(["run", "-i", "--rm", "busybox", "cat"], bytes);
    expect([cat.stderr.toString(), cat.code]).toEqual(["", 0]);
    expect(sha(cat.stdout)).toBe(sha(bytes));
    const saved = await docker(["save", "busybox"]);
    const here = await run([...clients[near](), "save", "busybox"], { env: { DOCKER_HOST: engine.host } });
    expect(saved.stdout.length).toBe(here.stdout.length);
    expect(saved.stdout.length).toBeGreaterThan(1 << 20);
  });
});
