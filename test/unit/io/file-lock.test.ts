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

  it("takes over a lock without content, as a power cut leaves it", async () => {
    const file = path.join(dir, "empty");
    fs.writeFileSync(file, "");
    expect(await withFileLock(file, async () => "in", { patienceMs: 1000 })).toBe("in");
  });

  it("lets one at a time in when several processes find the lock of a dead one", { timeout: 60_000 }, async () => {
    const module = new URL("../../../src/io/file-lock.mjs", import.meta.url).href;
    const [file, log] = [path.join(dir, "race"), path.join(dir, "log")];
    fs.writeFileSync(log, "");
    // Each round ends with the lock of a dead process, which all others find at once.
    const script = `
      import fs from "node:fs";
      import { withFileLock } from ${JSON.stringify(module)};
      const [file, log] = process.argv.slice(1);
      for (let round = 0; round < 20; round++)
        await withFileLock(file, async () => {
          fs.appendFileSync(log, "in ");
          fs.appendFileSync(log, "out ");
          fs.writeFileSync(file, JSON.stringify({ pid: 1, started: "never", boot: "never" }));
        });`;
    const racers = Array.from({ length: 4 }, () => spawn(process.execPath, ["--input-type=module", "-e", script, file, log]));
    const codes = await Promise.all(racers.map((racer) => new Promise((resolve) => racer.once("close", resolve))));
    expect(codes).toEqual([0, 0, 0, 0]);
    expect(fs.readFileSync(log, "utf8")).toBe("in out ".repeat(80));
    for (const one of [file, log]) fs.rmSync(one);
    expect(fs.readdirSync(dir)).toEqual([]);
  });

  it("gives up on a living holder after its patience", async () => {
    const file = path.join(dir, "held");
    fs.writeFileSync(file, JSON.stringify(identify(process.ppid)));
    const busy = (pid: number | undefined) => new Error(`held by ${pid}`);
    await expect(withFileLock(file, async () => "in", { patienceMs: 60, busy })).rejects.toThrow(`held by ${process.ppid}`);
    fs.rmSync(file);
  });

  it("gives the lock back when the task fails", async () => {
    const file = path.join(dir, "failed");
    await expect(withFileLock(file, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(fs.existsSync(file)).toBe(false);
  });
});
