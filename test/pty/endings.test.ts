/** However a command on a raw terminal ends, the terminal is as it was before, and nothing of the command is left. */
import { existsSync, readdirSync } from "node:fs";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type PrivateEngine, startEngine } from "../../scripts/engine/engine.mjs";
import { apiRequest } from "../../scripts/engine/engine-api.mjs";
import { importBusybox } from "../../scripts/engine/images.mjs";
import { ours, temporaryFolder } from "../engine/command.js";
import { privateEngine } from "../engine/private-engine.js";
import { made, ownName, sides, stateOf } from "./sides.js";
import { openTerminal, type Terminal } from "./terminal.js";

let engine: PrivateEngine;
let env: Record<string, string>;
beforeAll(async () => {
  engine = await privateEngine();
  env = { DOCKER_HOST: engine.host };
});

/** A shell in a new container, ready; its name. */
async function shell(client: () => string[], cwd?: string): Promise<[Terminal, string]> {
  const name = ownName(engine);
  const terminal = await openTerminal([...client(), "run", "-it", "--name", name, "busybox"], { env, cwd });
  await terminal.expect("/ # ");
  expect(terminal.isRaw()).toBe(true);
  return [terminal, name];
}

describe.each(sides)("%s", (_, client) => {
  test("the container is killed from outside", async () => {
    const [terminal, name] = await shell(client);
    await apiRequest(engine.socket, "POST", `/containers/${name}/kill`);
    expect(await terminal.exit()).toEqual({ code: 137, signal: 0 });
    await terminal.sane();
  });

  test("the container is removed from outside", async () => {
    const [terminal, name] = await shell(client);
    await apiRequest(engine.socket, "DELETE", `/containers/${name}?force=1`);
    expect(await terminal.exit()).toEqual({ code: 137, signal: 0 });
    await terminal.sane();
  });

  test("a command that is not there", async () => {
    const terminal = await openTerminal([...client(), "run", "-it", "--rm", "busybox", "no-such-program"], { env });
    expect((await terminal.exit()).code).toBe(127);
    expect(terminal.text).toContain('exec: "no-such-program": executable file not found in $PATH');
    await terminal.sane();
  });

  test.each(["SIGTERM", "SIGHUP", "SIGQUIT"] as const)("%s to the client", async (signal) => {
    const [terminal, name] = await shell(client);
    terminal.signal(signal);
    await terminal.exit();
    console.log(_, signal, await terminal.exit(), terminal.isRaw(), await stateOf(engine, name), JSON.stringify(terminal.text));
  });
});

test("the terminal hangs up: no abort, no core, no process left, the container lives", async () => {
  const cwd = temporaryFolder("core");
  const [terminal, name] = await shell(() => ours("docker"), cwd);
  terminal.hangUp();
  expect(await terminal.exit()).toMatchObject({ signal: 0, code: 129 });
  expect(existsSync(`/proc/${terminal.pid}`)).toBe(false);
  expect(readdirSync(cwd)).toEqual([]);
  expect(await stateOf(engine, name)).toBe("running");
});

test("the terminal hangs up on exec, attach, logs -f, wait", async () => {
  const name = await made(engine, { script: "echo begun; cat", tty: true, stdin: true });
  for (const words of [
    ["exec", "-it", name, "sh", "-c", "echo begun; cat"],
    ["attach", name],
    ["logs", "-f", name],
    ["wait", name],
  ]) {
    const terminal = await openTerminal([...ours("docker"), ...words], { env });
    if (words[0] === "attach") terminal.type("begun\r");
    if (words[0] === "wait") await expect.poll(() => terminal.isWaiting?.() ?? true).toBe(true);
    else await terminal.expect("begun");
    terminal.hangUp();
    expect([words[0], await terminal.exit()]).toEqual([words[0], { code: 129, signal: 0 }]);
  }
});

test("the engine dies", async () => {
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
    console.log(await terminal.exit(), terminal.text);
    expect(terminal.signal).not.toBe(0);
    await terminal.sane();
  }
});
