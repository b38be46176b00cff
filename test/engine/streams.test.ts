/** Bytes through the client: none lost, none changed, few kept. */
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiRequest } from "../../scripts/engine/engine-api.mjs";
import { cleanEnv, dockline, ours, reference, referencePath, run, start, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

const MAX_RSS_KB = 150 * 1024;
const MIB = 1024 * 1024;
const folder = temporaryFolder("streams");

let engine: PrivateEngine;
let on: { env: { DOCKER_HOST: string }; timeout: number };
beforeAll(async () => {
  engine = await privateEngine();
  on = { env: { DOCKER_HOST: engine.host }, timeout: 60_000 };
  await reference(["run", "-d", "--name", "st-box", "busybox", "sleep", "600"], on);
});
afterAll(async () => {
  for (const name of ["st-box", "st-lines", "st-bytes"]) await apiRequest(engine.socket, "DELETE", `/containers/${name}?force=1`);
  rmSync(folder, { recursive: true, force: true });
});

const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
const bytes = Buffer.concat([all, randomBytes(3 * MIB), Buffer.from("no newline at the end")]);
const sha = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");

describe("streams are passed byte for byte", () => {
  test.each([
    ["exec -i", ["exec", "-i", "st-box", "cat"]],
    ["run -i", ["run", "--rm", "-i", "busybox", "cat"]],
  ])("through %s cat", async (_, args) => {
    const { code, stdout, stderr } = await dockline(args, { ...on, stdin: bytes });
    expect({ code, stderr: stderr.toString(), sha: sha(stdout) }).toEqual({ code: 0, stderr: "", sha: sha(bytes) });
  });

  test("by logs, stdout and stderr apart", async () => {
    // In lines of ASCII: what is no UTF-8 is changed by the engine's log, and lines are cut at 16 KiB.
    const script = "seq 1 50000; seq 1 40000 >&2";
    await reference(["run", "--name", "st-bytes", "busybox", "sh", "-c", script], on);
    const [own, theirs] = [await dockline(["logs", "st-bytes"], on), await reference(["logs", "st-bytes"], on)];
    expect(own.stdout.length).toBe(288_894);
    expect([sha(own.stdout), sha(own.stderr), own.code]).toEqual([sha(theirs.stdout), sha(theirs.stderr), 0]);
  });

  test("and exec ends if its program reads only part of the input", async () => {
    const { code, stdout } = await dockline(["exec", "-i", "st-box", "head", "-c", "10"], { ...on, stdin: bytes });
    expect(code).toBe(0);
    expect(stdout.equals(bytes.subarray(0, 10))).toBe(true);
  });
});

/** The most memory that the process has held so far, in KiB; 0 once it is gone. */
function peak(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

interface Drained {
  bytes: number;
  sha: string;
  seconds: number;
  /** KiB */
  memory: number;
  code: number | null;
}

/** Runs a command into a pipe and reads it, from time to time not at all. */
async function drain(command: readonly string[], slow = false): Promise<Drained> {
  const [file = "", ...args] = command;
  const began = performance.now();
  const child = spawn(file, args, { env: cleanEnv(on.env), stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const hash = createHash("sha256");
  let count = 0;
  let memory = 0;
  const watch = setInterval(() => {
    memory = Math.max(memory, peak(child.pid ?? 0));
  }, 20);
  let pauses = 0;
  for await (const chunk of child.stdout) {
    hash.update(chunk);
    count += chunk.length;
    if (slow && count > (pauses + 1) * 8 * MIB) {
      pauses++;
      await sleep(60);
    }
  }
  const code = await ended;
  clearInterval(watch);
  return { bytes: count, sha: hash.digest("hex"), seconds: (performance.now() - began) / 1000, memory, code };
}

describe("large streams need little memory", () => {
  const SIZE = 256 * MIB;
  test.each([
    ["as fast as it goes", false],
    ["to a slow reader", true],
  ])("for 256 MiB through exec cat %s", { timeout: 120_000 }, async (_, slow) => {
    const script = `yes 0123456789abcdef | head -c ${SIZE}`;
    const own = await drain([...ours(), "exec", "st-box", "sh", "-c", script], slow);
    const expected = createHash("sha256");
    const block = Buffer.from("0123456789abcdef\n".repeat(61_681));
    for (let left = SIZE; left > 0; left -= block.length) expected.update(block.subarray(0, Math.min(left, block.length)));
    expect({ bytes: own.bytes, sha: own.sha, code: own.code }).toEqual({ bytes: SIZE, sha: expected.digest("hex"), code: 0 });
    expect(own.memory).toBeGreaterThan(0);
    expect(own.memory).toBeLessThan(MAX_RSS_KB);
  });

  // A million of them, and the figure of record, are the bench's.
  test("for 300,000 lines of logs, which are Docker's", { timeout: 180_000 }, async () => {
    // json-file keeps a minute of work of the engine's; the local driver reads faster.
    await reference(["run", "--name", "st-lines", "--log-driver", "local", "busybox", "seq", "1", "300000"], {
      ...on,
      timeout: 90_000,
    });
    const theirs = await drain([referencePath(), "logs", "st-lines"]);
    const own = await drain([...ours(), "logs", "st-lines"]);
    expect(theirs.bytes).toBe(1_988_895);
    expect([own.bytes, own.sha, own.code]).toEqual([theirs.bytes, theirs.sha, 0]);
    expect(own.memory).toBeLessThan(MAX_RSS_KB);
    console.log(`logs of 300,000 lines: ${own.seconds.toFixed(2)} s, Docker ${theirs.seconds.toFixed(2)} s, peak ${own.memory} KiB`);
    // Only that nothing is wildly wrong, on a loaded machine too.
    expect(own.seconds / theirs.seconds).toBeLessThan(3);
  });
});

describe("the reader of our output", () => {
  const sh = (script: string) => run(["bash", "-c", script, ...ours("docker")], on);
  test.each([
    ["goes after a line: logs", "exec st-box seq 1 2000000", "1"],
    ["goes after a line: ps", "ps -a --no-trunc", "CONTAINER ID"],
  ])("ends us quietly when it goes away: %s", async (_, command, first) => {
    const { stdout, stderr } = await sh(`"$0" ${command} | head -n 1; echo "\${PIPESTATUS[0]}"`);
    const [line = "", status] = stdout.toString().trimEnd().split("\n");
    expect(line.startsWith(first)).toBe(true);
    expect(stderr.toString()).toBe("");
    // Died of SIGPIPE, or was done before the reader went.
    expect(command.startsWith("ps") ? ["0", "141"] : ["141"]).toContain(status);
  });

  test.each(["ps", "--help", "images --format json", "exec st-box echo hi"])("is reported when it is a full disk: %s", async (command) => {
    const { code, stderr } = await sh(`"$0" ${command} > /dev/full`);
    expect(code).toBe(1);
    expect(stderr.toString()).toMatch(/no space left on device/);
    expect(stderr.toString()).not.toMatch(/this is a bug|\n {4}at /);
  });

  test.each(["ps", "images -q", "exec st-box echo hi"])("may be closed from the start: %s", async (command) => {
    const { code, signal, stderr } = await sh(`"$0" ${command} >&-`);
    expect(signal).toBe(null);
    expect(stderr.toString()).not.toMatch(/this is a bug|\n {4}at /);
    expect([0, 1]).toContain(code);
  });

  test("and stdin may be closed from the start", async () => {
    const { code, stdout } = await sh('"$0" exec -i st-box sh -c "cat; echo done" <&-');
    expect([code, stdout.toString()]).toEqual([0, "done\n"]);
  });

  test("gets the same bytes as a file and as a pipe", async () => {
    const file = join(folder, "out");
    await sh(`"$0" exec st-box seq 1 100000 > ${file}`);
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(file)) hash.update(chunk);
    expect(hash.digest("hex")).toBe(sha(Buffer.from(Array.from({ length: 100_000 }, (_, i) => `${i + 1}\n`).join(""))));
  });

  test("may stop reading for a time: the client waits and loses nothing", async () => {
    const running = start(["bash", "-c", '"$0" exec st-box seq 1 300000 | (sleep 2; wc -l)', ...ours()], on);
    expect((await running.done).stdout.toString().trim()).toBe("300000");
  });
});
