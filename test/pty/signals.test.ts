/** Ctrl-C, Ctrl-Z and signals where the terminal is not raw. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { isSingleFile } from "../setup/program.js";
import { ours, preloading, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";
import { made, ownName, sides, stateOf } from "../support/sides.js";
import { openTerminal } from "../support/terminal.js";
import { until } from "../support/until.js";

const CTRL_C = "\x03";
const CTRL_Z = "\x1a";
const TICKS = "i=0; while :; do i=$((i+1)); echo tick $i.; sleep 0.1; done";

let engine: PrivateEngine;
let env: Record<string, string>;
beforeAll(async () => {
  engine = await privateEngine();
  env = { DOCKER_HOST: engine.host };
});

describe.each(sides)("signals under %s", (_, client) => {
  const open = (...words: string[]) => openTerminal([...client(), ...words], { env });

  test("pass Ctrl-C on to the container of run without -t", async () => {
    const script = 'trap "echo caught; exit 3" INT; echo ready; while :; do sleep 0.1; done';
    const terminal = await open("run", "--rm", "--name", ownName(engine), "busybox", "sh", "-c", script);
    await terminal.expect("ready");
    expect(terminal.isRaw()).toBe(false);
    terminal.type(CTRL_C);
    await terminal.expect("caught");
    expect(await terminal.exit()).toEqual({ code: 3, signal: 0 });
    await terminal.sane();
  });

  test("pass Ctrl-C on by attach", async () => {
    const name = await made(engine, { script: `trap "echo caught; exit 4" INT; ${TICKS}` });
    const terminal = await open("attach", name);
    await terminal.expect("tick");
    terminal.type(CTRL_C);
    await terminal.expect("caught");
    expect((await terminal.exit()).code).toBe(4);
  });

  test("end logs -f and wait at once at Ctrl-C", async () => {
    const name = await made(engine, { script: TICKS });
    const logs = await open("logs", "-f", name);
    const wait = await open("wait", name);
    await logs.expect("tick");
    await sleep(300);
    for (const terminal of [logs, wait]) {
      terminal.type(CTRL_C);
      expect(await terminal.exit(3000)).toEqual({ code: 130, signal: 0 });
      await terminal.sane();
    }
    expect(wait.text.replace(/^\n|\r/g, "")).toMatch(/^\^C\n?$/);
    expect(await stateOf(engine, name)).toBe("running");
  });

  test("let logs -f be stopped, go on in the background, and come to the front", async () => {
    const name = await made(engine, { script: TICKS });
    const shell = await openTerminal(["bash", "--norc", "--noprofile", "-i"], { env: { ...env, PS1: "READY> ", INPUTRC: "/dev/null" } });
    await shell.expect("READY> ");
    shell.type(`${client().join(" ")} logs -f ${name}\r`);
    await shell.expect("tick 2.");
    shell.type(CTRL_Z);
    await shell.expect(/Stopped[^\n]*logs -f[\s\S]*READY> /);
    shell.type("bg\r");
    await shell.expect(/logs -f[\s\S]* &[\s\S]*tick/);
    shell.type("jobs\r");
    await shell.expect(/Running[^\n]*logs -f[\s\S]*tick/);
    shell.type("fg\r");
    await shell.expect(/logs -f[\s\S]*tick/);
    shell.type(CTRL_C);
    await shell.expect("READY> ");
    shell.type('echo "code=$?"; jobs; stty -a | grep -o "[-]*icanon"; exit\r');
    await shell.expect(/code=130\r\nicanon\r\n/);
    await shell.exit();
  });

  test("leave Ctrl-Z on a raw terminal to the container", async () => {
    const script = "stty raw -echo; echo ready; dd bs=1 count=2 2>/dev/null | od -An -tx1";
    const terminal = await open("run", "-it", "--rm", "--name", ownName(engine), "busybox", "sh", "-c", script);
    await terminal.expect("ready");
    terminal.type(CTRL_Z + CTRL_C);
    await terminal.expect(/1a 03/);
    expect((await terminal.exit()).code).toBe(0);
  });
});

/** Docker does not end at all, or (exec) with 0. */
test.each([
  ["run", ["--sig-proxy=false", "--name", "{}", "busybox", "sh", "-c", TICKS]],
  ["attach", ["--sig-proxy=false", "{}"]],
  ["exec", ["{}", "sh", "-c", TICKS]],
] as const)("ends %s with 130 at Ctrl-C if it does not pass signals on, and the container lives", async (verb, words) => {
  const name = verb === "run" ? ownName(engine) : await made(engine, { script: TICKS });
  const terminal = await openTerminal([...ours("docker"), verb, ...words.map((word) => word.replace("{}", name))], { env });
  await terminal.expect(/tick \d+\.[\s\S]*tick/);
  terminal.type(CTRL_C);
  expect(await terminal.exit()).toEqual({ code: 130, signal: 0 });
  await terminal.sane();
  expect(await stateOf(engine, name)).toBe("running");
});

test("makes the terminal raw again when exec -it was stopped and comes to the front", async () => {
  const name = await made(engine, { script: "sleep 60" });
  const shell = await openTerminal(["bash", "--norc", "--noprofile", "-i"], {
    env: { ...env, PS1: "READY> ", INPUTRC: "/dev/null" },
    timeout: 40_000,
  });
  await shell.expect("READY> ");
  shell.type(`${ours("docker").join(" ")} exec -it -e PS1='INSIDE> ' ${name} sh\r`);
  await shell.expect(/\r\n[\s\S]*INSIDE> /);
  expect(shell.isRaw()).toBe(true);
  for (const stop of ["TSTP", "STOP"]) {
    // Ctrl-Z is the container's: it is stopped from elsewhere.
    execFileSync("sh", ["-c", `kill -${stop} $(cat /proc/${shell.pid}/task/${shell.pid}/children)`]);
    await shell.expect(/Stopped[\s\S]*READY> /);
    shell.type("stty -a | grep -o '[-]*icanon\\b'\r");
    await shell.expect(/[^-]icanon\r\n[\s\S]*READY> /);
    shell.type("fg\r");
    await expect.poll(() => shell.isRaw() && /-isig\b/.test(shell.settings()), { timeout: 10_000 }).toBe(true);
    shell.type("echo $((6*7))\r");
    await shell.expect(/\r\n42\r\n/);
  }
  shell.type("exit 5\r");
  await shell.expect("READY> ");
  shell.type('echo "code=$?"; exit\r');
  await shell.expect("code=5");
  await shell.sane();
});

test.each(["run", "exec"])("does not leave the terminal raw when an unobserved promise of %s -it fails", async (verb) => {
  const name = verb === "run" ? ownName(engine) : await made(engine, { script: "sleep 60" });
  const words = verb === "run" ? ["run", "-it", "--name", name, "busybox", "sh"] : ["exec", "-it", name, "sh"];
  const bug = join(temporaryFolder("bug"), "bug.cjs");
  writeFileSync(bug, 'process.on("SIGUSR2", () => Promise.reject(new Error("a bug")));');
  const terminal = await openTerminal([...ours("docker"), ...words], { env: { ...env, ...preloading(bug) } });
  await terminal.expect("/ # ");
  terminal.signal("SIGUSR2");
  expect((await terminal.exit()).code).toBeGreaterThan(0);
  await terminal.sane();
});

describe("nohup", () => {
  test.each([
    ["sh -c 'exec \"$@\"' sh", 129],
    ["nohup", null],
  ] as const)("%s logs -f in the background ends or goes on when the terminal hangs up", async (prefix, code) => {
    const name = await made(engine, { script: TICKS });
    const out = join(temporaryFolder("nohup"), "out");
    const script = `${prefix} "$@" >${out} 2>&1 </dev/null & echo pid $!.; wait`;
    const shell = await openTerminal(["sh", "-c", script, "sh", ...ours("docker"), "logs", "-f", name], { env });
    const pid = Number((await shell.expect(/pid (\d+)\./))[1]);
    // Past the launcher, and following.
    await expect
      .poll(() => execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" }).trim())
      .toMatch(isSingleFile ? /^docker$/ : /node|MainThread/);
    const ticks = () => readFileSync(out, "utf8").split("tick").length - 1;
    await until(() => ticks() > 0);
    process.kill(pid, "SIGHUP");
    const alive = () => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
    const before = ticks();
    // It has ended, or goes on to follow.
    await until(() => !alive() || ticks() > before + 5);
    expect(alive()).toBe(code === null);
    if (alive()) process.kill(pid, "SIGTERM");
  });
});
