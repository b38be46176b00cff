/** Completion must never keep a shell waiting, nor say a word that nobody asked for: daemons that are away, silent or lame. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dockline, type Result, succeeds, temporaryFolder } from "../support/command.js";
import { answer, startDaemon } from "../support/faulty-daemon.js";
import { privateEngine } from "../support/private-engine.js";

const complete = (words: readonly string[], env: Record<string, string>) => dockline(["__complete", ...words], { env, name: "docker" });
const lines = ({ stdout }: Result) => stdout.toString().trimEnd().split("\n");
/** Milliseconds of patience, and what a start may take on a machine with much to do. */
const SOON = 1500 + 8500;

async function timed(words: readonly string[], env: Record<string, string>) {
  const from = performance.now();
  const result = await complete(words, env);
  return { result, took: performance.now() - from };
}

describe("completion with a daemon that", () => {
  test("ends soon if it accepts the connection and sends nothing", async () => {
    const daemon = await startDaemon(() => ({ raw: "", after: "hold" }));
    try {
      const { result, took } = await timed(["stop", ""], { DOCKER_HOST: daemon.host });
      expect([result.code, result.stdout.toString()]).toEqual([0, ":4\n"]);
      expect(result.stderr.toString()).toBe("Completion ended with directive: ShellCompDirectiveNoFileComp\n");
      expect(took).toBeGreaterThan(1400);
      expect(took).toBeLessThan(SOON);
    } finally {
      await daemon.close();
    }
  });

  test("ends soon if it answers the ping only", async () => {
    const daemon = await startDaemon(({ target }) =>
      target.endsWith("/_ping") ? undefined : { raw: "HTTP/1.1 200 OK\r\n", after: "hold" },
    );
    try {
      const { result, took } = await timed(["rmi", ""], { DOCKER_HOST: daemon.host });
      expect([result.code, result.stdout.toString()]).toEqual([0, ":4\n"]);
      expect(took).toBeLessThan(SOON);
      // What the grammar knows needs no daemon.
      expect(lines(await complete(["rmi", "--fo"], { DOCKER_HOST: daemon.host }))[0]).toMatch(/^--force\t/);
      expect(lines(await complete(["run", "--restart", ""], { DOCKER_HOST: daemon.host }))).toContain("unless-stopped");
    } finally {
      await daemon.close();
    }
  });

  test("prints nothing if it cannot be reached", async () => {
    for (const host of ["unix:///nowhere/docker.sock", "tcp://127.0.0.1:1", "nonsense://", "ssh://nobody@127.0.0.1:1"]) {
      const { stdout, code } = await complete(["stop", ""], { DOCKER_HOST: host });
      expect([host, code, stdout.toString()]).toEqual([host, 0, ":4\n"]);
    }
  });

  test("prints nothing if it answers with errors and what is not a list", async () => {
    const answers = [
      answer(500, '{"message":"no"}'),
      answer(200, "null"),
      answer(200, '"text"'),
      answer(200, "{"),
      answer(200, '[{"Id":"x"}]'),
    ];
    for (const one of answers) {
      const daemon = await startDaemon(({ target }) => (target.endsWith("/_ping") ? undefined : one));
      for (const words of [
        ["stop", ""],
        ["rmi", ""],
        ["volume", "rm", ""],
        ["run", "--log-driver", ""],
      ]) {
        const { stdout, stderr, code } = await complete(words, { DOCKER_HOST: daemon.host });
        expect([one.raw, words, code, lines({ stdout } as Result).at(-1)]).toEqual([one.raw, words, 0, ":4"]);
        expect(stderr.toString()).not.toContain("bug");
      }
      await daemon.close();
    }
  });
});

test("completes with an unreadable configuration and damaged contexts", async () => {
  const folder = temporaryFolder("broken");
  writeFileSync(join(folder, "config.json"), "{");
  for (const words of [
    ["stop", ""],
    ["--context", ""],
    ["context", "use", ""],
    ["login", ""],
  ]) {
    const { stdout, code } = await complete(words, { DOCKER_CONFIG: folder, DOCKER_HOST: "unix:///nowhere" });
    expect([words, code, stdout.toString().endsWith(":4\n")]).toEqual([words, 0, true]);
  }
});

test("answers at once with a daemon that has been asked before", async () => {
  const { host } = await privateEngine();
  const name = `ecpl${process.pid}`;
  await succeeds(host, ["create", "--name", name, "busybox", "true"]);
  try {
    const took: number[] = [];
    for (let i = 0; i < 9; i++) {
      const one = await timed(["start", ""], { DOCKER_HOST: host });
      expect(lines(one.result)[0]).toMatch(new RegExp(`^${name}\t`));
      took.push(one.took);
    }
    const bare: number[] = [];
    for (let i = 0; i < 9; i++) {
      const from = performance.now();
      await dockline(["--version"]);
      bare.push(performance.now() - from);
    }
    // 150 ms on a machine with time to spare, where a bare start takes some 50; on a busy one, as much more as that takes more.
    const best = (all: number[]) => Math.min(...all);
    expect(best(took)).toBeLessThan(Math.max(150, 3 * best(bare)));
  } finally {
    await succeeds(host, ["rm", name]);
  }
});
