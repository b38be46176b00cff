/** What passes between a terminal and a container: every byte as it is, and at once. */
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { privateEngine } from "../support/private-engine.js";
import { made, sides } from "../support/sides.js";
import { openTerminal } from "../support/terminal.js";

let engine: PrivateEngine;
let env: Record<string, string>;
beforeAll(async () => {
  engine = await privateEngine();
  env = { DOCKER_HOST: engine.host };
});

describe.each(sides)("a terminal of a container under %s", (_, client) => {
  const run = (script: string, flags = "-it") => openTerminal([...client(), "run", flags, "--rm", "busybox", "sh", "-c", script], { env });

  test("echoes what is typed once, ends lines with one CR, and passes the exit code on", async () => {
    const terminal = await openTerminal([...client(), "run", "-it", "--rm", "busybox"], { env });
    await terminal.expect("/ # ");
    expect(terminal.isRaw()).toBe(true);
    expect(terminal.settings()).toMatch(/-opost\b/);
    expect(terminal.settings()).toMatch(/-echo\b/);
    terminal.type("echo one t'w'o\r");
    await terminal.expect(/echo one t'w'o\r\none two\r\n\/ # /);
    terminal.type("exit 7\r");
    expect(await terminal.exit()).toEqual({ code: 7, signal: 0 });
    await terminal.sane();
  });

  test("shows each line before the next is made", async () => {
    const terminal = await run("stty -echo; for i in 1 2 3; do echo line $i; printf 'no newline'; read x; done");
    for (const i of [1, 2, 3]) {
      await terminal.expect(new RegExp(`line ${i}\r\nno newline`));
      terminal.type("\r");
    }
    expect((await terminal.exit()).code).toBe(0);
  });

  test("passes colours and escape bytes unchanged, also with NO_COLOR", async () => {
    const script = "printf '\\033[31mred\\033[0m\\033]0;title\\007\\033[2J\\033[5;5H\\377\\n'";
    const terminal = await openTerminal([...client(), "run", "-it", "--rm", "busybox", "sh", "-c", script], {
      env: { ...env, NO_COLOR: "1" },
    });
    await terminal.exit();
    expect(terminal.screen.toString("latin1")).toBe("\x1b[31mred\x1b[0m\x1b]0;title\x07\x1b[2J\x1b[5;5H\xff\r\n");
  });

  test("leaves the terminal as it is with -t alone, which adds its own CR", async () => {
    const terminal = await run("printf 'a\\nb\\n'", "-t");
    await terminal.exit();
    expect(terminal.text).toBe("a\r\r\nb\r\r\n");
    await terminal.sane();
  });

  test("passes characters of several bytes, and half of one", async () => {
    const terminal = await run("stty raw -echo; echo ready; head -c 17 | od -An -v -tx1");
    await terminal.expect("ready");
    for (const byte of Buffer.from("é漢🐳\u0301\0")) terminal.type(Uint8Array.of(byte));
    terminal.type(Uint8Array.of(0xff, 0xe6, 0x03, 0x1a, 0x1c));
    const [, shown = ""] = await terminal.expect(/((?:\s+[0-9a-f]{2}){17})\s/);
    expect(shown.trim().split(/\s+/).join(" ")).toBe("c3 a9 e6 bc a2 f0 9f 90 b3 cc 81 00 ff e6 03 1a 1c");
    expect((await terminal.exit()).code).toBe(0);
  });

  test("takes two megabytes that are pasted at a prompt", async () => {
    // Ctrl-P among the bytes, Ctrl-Q not.
    const pasted = Buffer.alloc(2 << 20).map((_, i) => ((i * 31 + (i >> 8)) & 255) % 17 || 65);
    const terminal = await run(`stty raw -echo; echo ready; head -c ${pasted.length} | md5sum`);
    await terminal.expect("ready");
    terminal.type(pasted);
    const [sum] = await terminal.expect(/[0-9a-f]{32}/, 20_000);
    expect(sum).toBe(createHash("md5").update(pasted).digest("hex"));
    expect((await terminal.exit()).code).toBe(0);
    await terminal.sane();
  });

  test("prints the whole of a large output", async () => {
    const terminal = await run("stty -opost; seq 1 60000; echo end");
    await terminal.exit();
    const lines = terminal.text.split("\n");
    expect([lines.length, lines[59_999], lines[60_000]]).toEqual([60_002, "60000", "end"]);
  });

  test("is raw during exec -it, passes its exit code on, and is sane afterwards", async () => {
    const name = await made(engine, { script: "sleep 60" });
    const terminal = await openTerminal([...client(), "exec", "-it", name, "sh"], { env });
    await terminal.expect("/ # ");
    expect(terminal.isRaw()).toBe(true);
    terminal.type("echo $((6*7))\r");
    await terminal.expect(/\r\n42\r\n/);
    terminal.type("exit 9\r");
    expect((await terminal.exit()).code).toBe(9);
    await terminal.sane();
  });

  test("writes to a terminal that other programs have made non-blocking", async () => {
    const nonBlocking = "use Fcntl; fcntl(STDIN, F_SETFL, O_RDWR | O_NONBLOCK) or die; exec @ARGV";
    const command = [...client(), "run", "-it", "--rm", "busybox", "sh", "-c", "read x; echo got $x; seq 1 50000; exit 4"];
    const terminal = await openTerminal(["perl", "-e", nonBlocking, ...command], { env });
    // Typed before anyone reads.
    terminal.type("abc\r");
    await terminal.expect(/got abc\r\n/);
    await terminal.expect(/\r\n50000\r\n/);
    expect((await terminal.exit()).code).toBe(4);
    await terminal.sane();
  });
});
