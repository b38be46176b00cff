/** However a command on a raw terminal ends, the terminal is as it was before, and nothing of the command is left. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiRequest } from "../../scripts/engine/engine-api.mjs";
import { importBusybox } from "../../scripts/engine/images.mjs";
import { startEngine } from "../../scripts/engine/start.mjs";
import { dockline, ours, preloading, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";
import { made, ownName, sides, stateOf } from "../support/sides.js";
import { openTerminal, type Terminal } from "../support/terminal.js";

let engine: PrivateEngine;
let env: Record<string, string>;
beforeAll(async () => {
  engine = await privateEngine();
  env = { DOCKER_HOST: engine.host };
});

/** A shell in a new container, ready; its name. */
async function shell(client: () => string[]): Promise<[Terminal, string]> {
  const name = ownName(engine);
  const terminal = await openTerminal([...client(), "run", "-it", "--name", name, "busybox"], { env });
  await terminal.expect("/ # ");
  expect(terminal.isRaw()).toBe(true);
  return [terminal, name];
}

describe.each(sides)("how a command on a raw terminal ends: %s", (_, client) => {
  test("ends with 137 if the container is killed", async () => {
    const [terminal, name] = await shell(client);
    await apiRequest(engine.socket, "POST", `/containers/${name}/kill`);
    expect(await terminal.exit()).toEqual({ code: 137, signal: 0 });
    await terminal.sane();
  });

  test("ends with 137 if the container is removed", async () => {
    const [terminal, name] = await shell(client);
    await apiRequest(engine.socket, "DELETE", `/containers/${name}?force=1`);
    expect(await terminal.exit()).toEqual({ code: 137, signal: 0 });
    await terminal.sane();
  });

  test("ends with 127 if the command does not exist", async () => {
    const terminal = await openTerminal([...client(), "run", "-it", "--rm", "busybox", "no-such-program"], { env });
    expect((await terminal.exit()).code).toBe(127);
    expect(terminal.text).toContain('exec: "no-such-program": executable file not found in $PATH');
    await terminal.sane();
  });

  test.each(["TERM", "HUP"] as const)("passes SIG%s on to the container of run -it", async (signal) => {
    const script = `trap "echo caught; exit 5" ${signal}; echo ready; while :; do read x; done`;
    const terminal = await openTerminal([...client(), "run", "-it", "--rm", "--name", ownName(engine), "busybox", "sh", "-c", script], {
      env,
    });
    await terminal.expect("ready");
    terminal.signal(`SIG${signal}`);
    await terminal.expect("caught");
    expect(await terminal.exit()).toEqual({ code: 5, signal: 0 });
    await terminal.sane();
  });
});

/** What Docker leaves raw. */
test.each([
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s ends run --sig-proxy=false, attach and exec, and the container lives", async (signal, code) => {
  const name = ownName(engine);
  for (const words of [
    ["run", "--sig-proxy=false", "-it", "--name", name, "busybox"],
    ["exec", "-it", name, "sh"],
    ["attach", name],
  ]) {
    const terminal = await openTerminal([...ours("docker"), ...words], { env });
    if (words[0] === "attach") terminal.type("echo\r");
    await terminal.expect("/ # ");
    await expect.poll(() => terminal.isRaw()).toBe(true);
    terminal.signal(signal);
    expect([words[0], await terminal.exit()]).toEqual([words[0], { code, signal: 0 }]);
    await terminal.sane();
    expect(await stateOf(engine, name)).toBe("running");
  }
});

test("restores the terminal after a crash of our own", async () => {
  const name = await made(engine, { script: "sleep 60" });
  const bug = join(temporaryFolder("bug"), "bug.cjs");
  writeFileSync(bug, 'process.on("SIGUSR2", () => { throw new Error("a bug"); });');
  const terminal = await openTerminal([...ours("docker"), "exec", "-it", name, "sh"], {
    env: { ...env, ...preloading(bug) },
  });
  await terminal.expect("/ # ");
  terminal.signal("SIGUSR2");
  await terminal.expect(/error[^\n]{0,20}a bug/i);
  expect((await terminal.exit()).code).toBeGreaterThan(0);
  await terminal.sane();
});

describe("the terminal hangs up", () => {
  test("ends run -it without a core or a process left, and the container gets the signal and lives", async () => {
    const cwd = temporaryFolder("core");
    const name = ownName(engine);
    const script = 'trap "echo told > /told" HUP; echo ready; while :; do sleep 0.1; done';
    const terminal = await openTerminal([...ours("docker"), "run", "-it", "--name", name, "busybox", "sh", "-c", script], { env, cwd });
    await terminal.expect("ready");
    terminal.hangUp();
    expect(await terminal.exit()).toEqual({ code: 129, signal: 0 });
    expect(existsSync(`/proc/${terminal.pid}`)).toBe(false);
    expect(readdirSync(cwd)).toEqual([]);
    expect(await stateOf(engine, name)).toBe("running");
    const told = ["exec", name, "sh", "-c", "until [ -e /told ]; do sleep 0.1; done"];
    expect((await dockline(told, { env })).code).toBe(0);
  });

  test.each([
    ["exec", ["-it", "{}", "sh", "-c", "echo begun; cat"]],
    ["attach", ["{}"]],
    ["attach", ["--no-stdin", "{}"]],
    ["logs", ["-f", "{}"]],
  ])("ends %s %j with 129", async (verb, words) => {
    const name = await made(engine, { script: "while :; do echo begun; sleep 0.2; done", tty: true, stdin: true });
    const terminal = await openTerminal([...ours("docker"), verb, ...words.map((word) => word.replace("{}", name))], { env });
    await terminal.expect("begun");
    terminal.hangUp();
    expect(await terminal.exit()).toEqual({ code: 129, signal: 0 });
  });
});

test("ends with an error and a sane terminal if the daemon dies", async () => {
  const own = await startEngine({});
  onTestFinished(() => own.remove());
  await importBusybox(own.socket);
  const options = { env: { DOCKER_HOST: own.host } };
  const running = await openTerminal([...ours("docker"), "run", "-it", "--name", "shell", "busybox"], options);
  await running.expect("/ # ");
  const inside = await openTerminal([...ours("docker"), "exec", "-it", "shell", "sh"], options);
  await inside.expect("/ # ");
  const attached = await openTerminal([...ours("docker"), "attach", "shell"], options);
  attached.type("echo $((6*7))\r");
  await attached.expect("42");
  await own.kill();
  for (const terminal of [running, inside, attached]) {
    const { code, signal } = await terminal.exit();
    expect([code > 0, signal]).toEqual([true, 0]);
    // Which of a dying engine's signs the next question meets is chance.
    expect(terminal.text).toMatch(/unexpected EOF|Cannot connect to the Docker daemon|connection reset by peer/);
    await terminal.sane();
  }
});
