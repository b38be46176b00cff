/** The terminal of the tests itself, with programs of the system and Docker. */
import { expect, test } from "vitest";
import { referencePath } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";
import { openTerminal } from "../support/terminal.js";

const sh = (script: string) => ["sh", "-c", script];

test("starts the program on a terminal of the given size", async () => {
  const terminal = await openTerminal(sh("test -t 0 && test -t 1 && test -t 2 && stty size"), { cols: 91, rows: 17 });
  expect(await terminal.exit()).toEqual({ code: 0, signal: 0 });
  expect(terminal.text).toBe("17 91\r\n");
  await terminal.sane();
});

test("gives exit codes and signals", async () => {
  expect(await (await openTerminal(sh("exit 7"))).exit()).toEqual({ code: 7, signal: 0 });
  expect((await (await openTerminal(sh("kill -9 $$"))).exit()).signal).toBe(9);
});

test("types keys, finds one text after another, and passes Ctrl-C", async () => {
  const terminal = await openTerminal(sh('trap "echo caught; exit 5" INT; echo ready; read x; echo "got $x"; sleep 20 & wait'));
  await terminal.expect("ready");
  terminal.type("abc\r");
  await terminal.expect(/got (\w+)/);
  terminal.type("\x03");
  await terminal.expect("caught");
  await expect(terminal.expect("got abc", 100)).rejects.toThrow(/no got abc/);
  expect((await terminal.exit()).code).toBe(5);
});

test("passes a new size to the program", async () => {
  const terminal = await openTerminal(sh('trap "stty size; exit" WINCH; echo ready; sleep 20 & wait'));
  await terminal.expect("ready");
  terminal.resize(101, 33);
  await terminal.expect("33 101");
});

test("finds a terminal that is left raw not sane", async () => {
  const terminal = await openTerminal(sh("stty raw -echo; echo done"));
  await terminal.exit();
  expect(terminal.isRaw()).toBe(true);
  await expect(terminal.sane()).rejects.toThrow(/settings of the terminal/);
});

test("kills a program that does not end, and says so", async () => {
  const terminal = await openTerminal(["sleep", "20"], { timeout: 300 });
  await expect(terminal.exit(5000)).rejects.toThrow(/killed by the time limit/);
  const other = await openTerminal(["sleep", "20"]);
  await expect(other.exit(100)).rejects.toThrow(/no end in 100 ms/);
});

test("receives every byte of a large output", async () => {
  const terminal = await openTerminal(sh("stty -opost; seq 1 60000; echo end"));
  await terminal.exit();
  const lines = terminal.text.split("\n");
  expect([lines.length, lines[59_999], lines[60_000]]).toEqual([60_002, "60000", "end"]);
});

test("hangs up on the program", async () => {
  const terminal = await openTerminal(sh('trap "kill -9 $$" HUP; echo ready; sleep 20 & wait'));
  await terminal.expect("ready");
  terminal.hangUp();
  expect((await terminal.exit()).signal).toBe(9);
});

test("finds Docker's terminal raw during a shell in a container, and sane afterwards", async () => {
  const { host } = await privateEngine();
  const terminal = await openTerminal([referencePath(), "run", "-it", "--rm", "busybox", "sh"], {
    env: { DOCKER_HOST: host },
    cols: 77,
    rows: 22,
  });
  await terminal.expect("/ # ");
  expect(terminal.isRaw()).toBe(true);
  terminal.type("stty size\r");
  await terminal.expect(/22 77/);
  terminal.resize(66, 11);
  await expect
    .poll(async () => {
      terminal.type("stty size\r");
      return (await terminal.expect(/(\d+ \d+)\r\n/))[1];
    })
    .toBe("11 66");
  terminal.type("exit 4\r");
  expect((await terminal.exit()).code).toBe(4);
  await terminal.sane();
});
