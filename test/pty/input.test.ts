/** Standard input that is no terminal: pipes, files, nothing at all. */
import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { run, start, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";
import { made, sides } from "../support/sides.js";
import { openTerminal } from "../support/terminal.js";

let engine: PrivateEngine;
let env: Record<string, string>;
beforeAll(async () => {
  engine = await privateEngine();
  env = { DOCKER_HOST: engine.host };
});

const MEGABYTES = randomBytes(2 << 20);
const sum = createHash("md5").update(MEGABYTES).digest("hex");

describe.each(sides)("input of %s", (_, client) => {
  const container = ["run", "-i", "--rm", "busybox"];
  /** A shell's command line with the client as "$@". */
  const inShell = (script: string, words: string[]) => run(["sh", "-c", script, "sh", ...client(), ...words], { env });
  const text = ({ stdout, stderr, code }: Awaited<ReturnType<typeof run>>) => ({ text: `${stdout}${stderr}`, code });

  test("passes two random megabytes from a socket, a pipe and a file", async () => {
    const file = join(temporaryFolder("input"), "bytes");
    writeFileSync(file, MEGABYTES);
    const all = await Promise.all([
      run([...client(), ...container, "md5sum"], { env, stdin: MEGABYTES }),
      inShell(`cat ${file} | "$@"`, [...container, "md5sum"]),
      inShell(`"$@" <${file}`, [...container, "md5sum"]),
    ]);
    for (const result of all) expect(text(result)).toEqual({ text: `${sum}  -\n`, code: 0 });
  });

  test("passes every byte there and back", async () => {
    const result = await run([...client(), ...container, "cat"], { env, stdin: MEGABYTES });
    expect([result.code, createHash("md5").update(result.stdout).digest("hex")]).toEqual([0, sum]);
  });

  test("reads a pipe that other programs have made non-blocking", async () => {
    const perl = "perl -e 'use Fcntl; fcntl(STDIN, F_SETFL, O_NONBLOCK) or die; exec @ARGV'";
    const result = await inShell(`(echo one; sleep 1; echo two) | ${perl} "$@"`, [...container, "cat"]);
    expect(text(result)).toEqual({ text: "one\ntwo\n", code: 0 });
  });

  test.each([
    ["/dev/null", "</dev/null"],
    ["closed", "<&-"],
  ])("ends at once: %s", async (_, redirection) => {
    expect(text(await inShell(`exec "$@" ${redirection}`, [...container, "sh", "-c", "cat; echo end"]))).toEqual({
      text: "end\n",
      code: 0,
    });
  });

  test("does not wait for a pipe that stays open", async () => {
    const name = await made(engine, { script: "sleep 60" });
    const lines: string[][] = [
      [...container, "echo", "hi"],
      ["exec", "-i", name, "echo", "hi"],
    ];
    for (const words of lines) {
      const running = start([...client(), ...words], { env, stdin: null });
      expect(text(await running.done)).toEqual({ text: "hi\n", code: 0 });
      // The shell's pipe is a FIFO; `sleep` is still its writer when the client has ended.
      const { stdout } = await inShell('sleep 30 | { "$@"; echo "ended $?"; kill -9 0; }', words);
      expect(stdout.toString()).toBe("hi\nended 0\n");
    }
  });

  test("does not wait for a terminal that nobody types at", async () => {
    const terminal = await openTerminal([...client(), ...container, "echo", "hi"], { env });
    expect((await terminal.exit()).code).toBe(0);
    expect(terminal.text).toBe("hi\r\n");
    await terminal.sane();
  });

  test("passes edited lines with -i on a terminal without -t, until Ctrl-D", async () => {
    const terminal = await openTerminal([...client(), ...container, "sh", "-c", "echo ready; cat; echo end"], { env });
    await terminal.expect("ready");
    terminal.type("abX\x7fc\r");
    await terminal.expect(/\r\nabc\r\n/);
    terminal.type("\x04");
    await terminal.expect(/end\r\n/);
    expect((await terminal.exit()).code).toBe(0);
    await terminal.sane();
  });

  test("refuses a terminal for the container without a terminal here", async () => {
    const name = await made(engine, { script: "sleep 60", tty: true, stdin: true });
    const refused = { text: "the input device is not a TTY\n", code: 1 };
    const answers = await Promise.all([
      run([...client(), "run", "-it", "--rm", "busybox", "true"], { env }),
      run([...client(), "exec", "-it", name, "true"], { env, stdin: "" }),
      run([...client(), "attach", name], { env }),
    ]);
    expect(answers.map(text)).toEqual([refused, refused, refused]);
  });

  test("writes into a pipe with -t alone", async () => {
    const result = await run([...client(), "run", "-t", "--rm", "busybox", "sh", "-c", "test -t 1 && printf 'a\\nb\\n'"], { env });
    expect(text(result)).toEqual({ text: "a\r\nb\r\n", code: 0 });
  });
});
