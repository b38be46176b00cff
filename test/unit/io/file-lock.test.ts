import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withFileLock } from "../../../src/io/file-lock.mjs";
import { identify } from "../../../src/io/processes.mjs";

let dir: string;
beforeAll(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "lock-test-"));
});
afterAll(() => fs.rmSync(dir, { recursive: true }));

describe("withFileLock", () => {
  it("lets one at a time in, and leaves nothing", async () => {
    const file = path.join(dir, "one");
    let inside = 0;
    let most = 0;
    const work = () =>
      withFileLock(file, async () => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setImmediate(resolve));
        inside--;
      });
    await Promise.all(Array.from({ length: 10 }, work));
    expect(most).toBe(1);
    expect(fs.readdirSync(dir)).toEqual([]);
  });

  it("takes over the lock of a process that has died", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    const dead = identify(child.pid as number);
    await new Promise((resolve) => child.once("close", resolve));
    const file = path.join(dir, "dead");
    fs.writeFileSync(file, JSON.stringify(dead));
    expect(await withFileLock(file, async () => "in", { patienceMs: 1000 })).toBe("in");
    expect(fs.readdirSync(dir)).toEqual([]);
  });

  it("gives up on a living holder after its patience", async () => {
    const file = path.join(dir, "held");
    fs.writeFileSync(file, JSON.stringify(identify(process.ppid)));
    const busy = (holder: { pid: number } | undefined) => new Error(`held by ${holder?.pid}`);
    await expect(withFileLock(file, async () => "in", { patienceMs: 60, busy })).rejects.toThrow(`held by ${process.ppid}`);
    fs.rmSync(file);
  });

  it("gives the lock back when the task fails", async () => {
    const file = path.join(dir, "failed");
    await expect(withFileLock(file, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(fs.existsSync(file)).toBe(false);
  });
});
