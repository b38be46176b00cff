/** The sign of life while a command waits in silence. */
import { describe, expect, test } from "vitest";
import { dockline, ours, reference } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";
import { openTerminal } from "../support/terminal.js";

async function stubborn(): Promise<{ host: string; name: string }> {
  const { host } = await privateEngine();
  const name = `spinner-${process.pid}-${Math.trunc(Math.random() * 1e6)}`;
  const { code } = await reference(["run", "-d", "--name", name, "busybox", "sh", "-c", "trap '' TERM; while :; do sleep 1; done"], {
    env: { DOCKER_HOST: host },
  });
  expect(code).toBe(0);
  return { host, name };
}

const remove = (host: string, name: string) => reference(["rm", "-f", name], { env: { DOCKER_HOST: host } });

describe("stop of a container that takes its time", () => {
  test("shows a spinner on a terminal and removes it", async () => {
    const { host, name } = await stubborn();
    const terminal = await openTerminal([...ours(), "stop", "-t", "2", name], { env: { DOCKER_HOST: host } });
    await terminal.expect(new RegExp(`Stopping ${name}`));
    const { code } = await terminal.exit();
    expect(code).toBe(0);
    // What is left on the screen behind the last erased line is the name alone.
    const left =
      terminal.screen
        .toString()
        .split(/\x1b\[[02]?K/)
        .at(-1) ?? "";
    expect(left.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "").trim()).toBe(name);
    await remove(host, name);
  });

  test("shows nothing under the name docker", async () => {
    const { host, name } = await stubborn();
    const terminal = await openTerminal([...ours("docker"), "stop", "-t", "1", name], { env: { DOCKER_HOST: host } });
    const { code } = await terminal.exit();
    expect(code).toBe(0);
    expect(terminal.screen.toString()).toBe(`${name}\r\n`);
    await remove(host, name);
  });

  test("shows nothing in a pipe", async () => {
    const { host, name } = await stubborn();
    const { stdout, stderr } = await dockline(["stop", "-t", "1", name], { env: { DOCKER_HOST: host, CLICOLOR_FORCE: "1" } });
    expect([stdout.toString(), stderr.toString()]).toEqual([`${name}\n`, ""]);
    await remove(host, name);
  });
});
