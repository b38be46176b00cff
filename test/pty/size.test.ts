/** The size of a container's terminal is that of ours, from the start and at every change. */
import { beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { privateEngine } from "../support/private-engine.js";
import { made, sides } from "../support/sides.js";
import { openTerminal, type Terminal } from "../support/terminal.js";

/** Tells each new size. */
const WATCH = 'while :; do s=$(stty size); [ "$s" = "$o" ] || echo "size $s."; o=$s; sleep 0.1; done';

let engine: PrivateEngine;
let env: Record<string, string>;
beforeAll(async () => {
  engine = await privateEngine();
  env = { DOCKER_HOST: engine.host };
});

/** One change is enough for ours; Docker misses one that comes just after the start. */
async function resized(terminal: Terminal, cols: number, rows: number, tries: number): Promise<void> {
  terminal.resize(cols, rows);
  try {
    await terminal.expect(`size ${rows} ${cols}.`, tries > 1 ? 1000 : 10_000);
  } catch (error) {
    if (tries === 1) throw error;
    terminal.resize(cols, rows + 1);
    await resized(terminal, cols, rows, tries - 1);
  }
}

describe.each(sides)("the size of the terminal under %s", (side, client) => {
  const tries = side === "ours" ? 1 : 6;
  const open = (...words: string[]) => openTerminal([...client(), ...words], { env, cols: 77, rows: 22 });

  async function follows(terminal: Terminal) {
    await terminal.expect("size 22 77.");
    await resized(terminal, 101, 33, tries);
    terminal.resize(40, 10);
    await resized(terminal, 66, 11, tries);
  }

  test("is right at the first moment in run -it", async () => {
    const terminal = await open("run", "-it", "--rm", "busybox", "stty", "size");
    await terminal.exit();
    expect(terminal.text).toBe("22 77\r\n");
  });

  test("is passed on by run -it", async () => {
    await follows(await open("run", "-it", "--rm", "busybox", "sh", "-c", WATCH));
  });

  test("is passed on by exec -it", async () => {
    const name = await made(engine, { script: "sleep 60" });
    await follows(await open("exec", "-it", name, "sh", "-c", WATCH));
  });

  test("is passed on by attach", async () => {
    const name = await made(engine, { script: WATCH, tty: true, stdin: true });
    await follows(await open("attach", name));
  });

  test("is passed on by start -ai", async () => {
    const name = await made(engine, { script: WATCH, tty: true, stdin: true, created: true });
    await follows(await open("start", "-ai", name));
  });

  test("is sent by attach so that the program draws again, even if it is the same", async () => {
    const name = await made(engine, { script: 'trap "echo drawn" WINCH; while :; do sleep 0.1; done', tty: true, stdin: true });
    for (let times = 0; times < 2; times++) {
      const terminal = await open("attach", name);
      await terminal.expect("drawn");
      terminal.type("\x10\x11");
      await terminal.exit();
    }
  });
});
