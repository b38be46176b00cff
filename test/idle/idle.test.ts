/**
 * More than six idle minutes end nothing of ours: Bun's own fetch would give up after 360 seconds, and what notices a stalled
 * engine must not take silence for one. A daemon that never says a word is no such case. The commands were begun with the
 * run (test/setup/idle.ts).
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { END, type IdleCommand } from "../setup/idle.js";
import { reference } from "../support/command.js";

const IDLE_MS = 375_000;

const { begun, socket, commands, fifos, unanswered } = inject("idle");
const ended = ({ folder }: IdleCommand) => existsSync(join(folder, "code"));
const text = ({ folder }: IdleCommand, file: "out" | "err" | "code") => readFileSync(join(folder, file), "utf8");

// The wait is the subject.
beforeAll(() => sleep(Math.max(0, begun + IDLE_MS - Date.now())), IDLE_MS + 10_000);

describe("after six minutes and more", () => {
  test.each(commands)("$title: still runs, has printed nothing, and has used little processor time and memory", (command) => {
    expect([ended(command), text(command, "out"), text(command, "err")]).toEqual([false, "", ""]);
    const [, fields = ""] = readFileSync(`/proc/${command.pid}/stat`, "utf8").split(") ");
    const [user, system] = fields.split(" ").slice(11, 13).map(Number);
    // In hundredths of a second, start-up and questions to the engine included.
    expect((user ?? 0) + (system ?? 0)).toBeLessThan(300);
    const status = readFileSync(`/proc/${command.pid}/status`, "utf8");
    expect(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1])).toBeLessThan(command.memory);
  });
});

test.each(unanswered.commands)("gives up after a minute on a daemon that accepts the connection and sends nothing: $title", (command) => {
  expect([ended(command) && text(command, "code"), text(command, "out")]).toEqual(["1", ""]);
  // Told once, and what may be done.
  const [first, ...next] = text(command, "err").split("\n");
  expect(first).toBe(`Cannot connect to the Docker daemon at ${unanswered.host}. Is the docker daemon running?`);
  expect(next.join("\n")).toMatch(/^Nothing answers at [^\n]*\n$/);
  const took = statSync(join(command.folder, "code")).mtimeMs - begun;
  expect(took).toBeGreaterThan(55_000);
  expect(took).toBeLessThan(90_000);
});

describe("when something happens then", () => {
  beforeAll(async () => {
    const words = fifos.map((fifo) => `echo woken >${fifo}`);
    // The execs' ends come through before their container's.
    const script = [...words, "sleep 2", `echo woken >${END}`].join("; ");
    await reference(["exec", "-d", "idle", "sh", "-c", script], { env: { DOCKER_HOST: `unix://${socket}` } });
  });

  const expected: Record<string, [out: string, code: string]> = {
    logs: ["woken\n", "0"],
    wait: ["7\n", "0"],
    exec: ["woken\n", "5"],
  };

  test.each(commands)("$title prints it", { timeout: 30_000 }, async (command) => {
    const end = expected[command.verb];
    if (end) {
      await expect.poll(() => ended(command), { timeout: 20_000 }).toBe(true);
      expect([text(command, "out"), text(command, "code"), text(command, "err")]).toEqual([...end, ""]);
    } else {
      // Events go on.
      await expect.poll(() => text(command, "out"), { timeout: 20_000 }).toBe("die 7\n");
      expect([ended(command), text(command, "err")]).toEqual([false, ""]);
    }
  });
});
