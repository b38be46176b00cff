/** Leaving a container without ending it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";
import { made, ownName, sides, stateOf } from "../support/sides.js";
import { openTerminal, type Terminal } from "../support/terminal.js";

const CTRL_P = "\x10";
const CTRL_Q = "\x11";
/** Shows each byte that it reads. */
const BYTES = "stty raw -echo; echo ready; while :; do dd bs=1 count=1 2>/dev/null | od -An -tx1; done";

let engine: PrivateEngine;
let env: Record<string, string>;
beforeAll(async () => {
  engine = await privateEngine();
  env = { DOCKER_HOST: engine.host };
});

/** What the terminal shows from now on, until the program ends. */
async function rest(terminal: Terminal): Promise<string> {
  const before = terminal.text.length;
  await terminal.exit();
  return terminal.text.slice(before);
}

describe.each(sides)("detaching with %s", (_, client) => {
  const open = (words: string[], more: Record<string, string> = {}) => openTerminal([...client(), ...words], { env: { ...env, ...more } });
  const prompt = { script: "while read -p '$ ' line; do echo got $line; done", tty: true, stdin: true };

  /** The container answers to one who attaches anew. */
  async function lives(name: string) {
    expect(await stateOf(engine, name)).toBe("running");
  }

  test("ends run -it with code 0 and no message, and the container lives", async () => {
    const name = ownName(engine);
    const terminal = await open(["run", "-it", "--name", name, "busybox"]);
    await terminal.expect("/ # ");
    terminal.type(CTRL_P + CTRL_Q);
    expect(await rest(terminal)).toBe("");
    expect(await terminal.exit()).toEqual({ code: 0, signal: 0 });
    await terminal.sane();
    await lives(name);
  });

  test("leaves a container of run -it --rm running, which is removed when it ends", async () => {
    const name = ownName(engine);
    const terminal = await open(["run", "-it", "--rm", "--name", name, "busybox"]);
    await terminal.expect("/ # ");
    terminal.type(CTRL_P + CTRL_Q);
    expect((await terminal.exit()).code).toBe(0);
    const again = await open(["attach", name]);
    again.type("exit 3\r");
    expect((await again.exit()).code).toBe(3);
    await again.sane();
    await expect.poll(() => stateOf(engine, name)).toBe("gone");
  });

  test("follows --detach-keys of run -it", async () => {
    const name = ownName(engine);
    const terminal = await open(["run", "-it", "--detach-keys", "ctrl-a,x", "--name", name, "busybox", "sh", "-c", BYTES]);
    await terminal.expect("ready");
    // The usual ones are keys like any other now.
    terminal.type(CTRL_P + CTRL_Q);
    await terminal.expect(/10\s+11/);
    terminal.type("\x01");
    terminal.type("x");
    expect(await terminal.exit()).toEqual({ code: 0, signal: 0 });
    await terminal.sane();
    await lives(name);
  });

  test("ends start -ai with code 0", async () => {
    const name = await made(engine, { ...prompt, created: true });
    const terminal = await open(["start", "-ai", name]);
    await terminal.expect("$ ");
    terminal.type(CTRL_P + CTRL_Q);
    expect(await rest(terminal)).toBe("");
    expect((await terminal.exit()).code).toBe(0);
    await terminal.sane();
    await lives(name);
  });

  test("ends attach with code 1 and a message", async () => {
    const name = await made(engine, prompt);
    const terminal = await open(["attach", name]);
    terminal.type("abc\r");
    await terminal.expect(/got abc\r\n\$ /);
    terminal.type(CTRL_P + CTRL_Q);
    expect(await rest(terminal)).toBe("read escape sequence\r\n");
    expect((await terminal.exit()).code).toBe(1);
    await terminal.sane();
    await lives(name);
  });

  test("ends exec -it with code 1 and a message", async () => {
    const name = await made(engine, { script: "sleep 60" });
    const terminal = await open(["exec", "-it", name, "sh", "-c", prompt.script]);
    await terminal.expect("$ ");
    terminal.type(CTRL_P + CTRL_Q);
    expect(await rest(terminal)).toBe("read escape sequence\r\n");
    expect((await terminal.exit()).code).toBe(1);
    await terminal.sane();
    await lives(name);
  });

  test("holds the first key back until the next, and then passes both on", async () => {
    const terminal = await open(["run", "-it", "--rm", "--name", ownName(engine), "busybox", "sh", "-c", BYTES]);
    await terminal.expect("ready");
    terminal.type(CTRL_P);
    await sleep(300);
    expect(terminal.text).not.toContain("10");
    terminal.type("a");
    await terminal.expect(/10\s+61/);
    terminal.type(`b${CTRL_P}c`);
    await terminal.expect(/62\s+10\s+63/);
    terminal.type(CTRL_P + CTRL_Q);
    expect((await terminal.exit()).code).toBe(0);
  });

  test("follows detachKeys of config.json unless the flag is given", async () => {
    const folder = join(temporaryFolder("config"), "config");
    mkdirSync(folder);
    writeFileSync(join(folder, "config.json"), '{"detachKeys":"ctrl-e,e"}');
    const name = await made(engine, prompt);
    for (const [flags, keys] of [
      [[], "\x05e"],
      [["--detach-keys", "ctrl-x"], "\x18"],
    ] as const) {
      const terminal = await open(["attach", ...flags, name], { DOCKER_CONFIG: folder });
      terminal.type("abc\r");
      await terminal.expect("got abc");
      terminal.type(keys);
      await terminal.expect("read escape sequence");
      expect((await terminal.exit()).code).toBe(1);
    }
  });
});
