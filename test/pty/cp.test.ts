/** `cp` before the eyes of somebody: the summary, and how far it is when it takes long. */
import { mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ours, reference, referencePath, succeeds, temporaryFolder } from "../support/command.js";
import { type FaultProxy, startProxy } from "../support/fault-proxy.js";
import { privateEngine } from "../support/private-engine.js";
import { openTerminal } from "../support/terminal.js";

const BOX = `pcp-${process.pid}`;
let host: string;
let proxy: FaultProxy;

beforeAll(async () => {
  const engine = await privateEngine();
  host = engine.host;
  proxy = await startProxy(engine.socket);
  await succeeds(host, ["create", "--name", BOX, "busybox"]);
});
afterAll(async () => {
  await proxy?.close();
  await reference(["rm", "-f", BOX], { env: { DOCKER_HOST: host } });
});

describe("cp on a terminal", () => {
  test.each([
    [[`${BOX}:/bin/busybox`, "here"]],
    [["/etc/hostname", `${BOX}:/hostname`]],
    [["-q", `${BOX}:/bin/busybox`, "here"]],
    [[`${BOX}:/nothing`, "here"]],
  ])("ends as Docker's does if it is quick: %j", async (args) => {
    const screens = await Promise.all(
      [ours("docker"), [referencePath()]].map(async (command) => {
        const cwd = mkdtempSync(join(temporaryFolder("pcp"), "d-"));
        const terminal = await openTerminal([...command, "cp", ...args], { cwd, env: { DOCKER_HOST: host } });
        const { code } = await terminal.exit();
        return {
          code,
          text: terminal.text
            .replace(/\x1b\[[\d;?]*[a-zA-Z]|\x1b[78]/g, "")
            .replace(/^.*\r(?!\n)/gm, "")
            .replaceAll(cwd, "DIR"),
        };
      }),
    );
    expect(screens[0]).toEqual(screens[1]);
  });

  test("shows its progress if it is slow, and removes that and the unfinished file at Ctrl-C", async () => {
    proxy.set({ match: /^GET .*\/archive/, from: "body", stallAfter: 1_000_000 });
    const cwd = mkdtempSync(join(temporaryFolder("pcp"), "d-"));
    const terminal = await openTerminal([...ours(), "cp", `${BOX}:/bin/busybox`, "here"], { cwd, env: { DOCKER_HOST: proxy.host } });
    await terminal.expect(/Copying from container - [\d.]+ ?[kM]B/);
    terminal.type("\x03");
    expect(await terminal.exit()).toMatchObject({ code: 130 });
    expect(terminal.text.endsWith("\r\x1b[2K\x1b[?25h")).toBe(true);
    expect(readdirSync(cwd)).toEqual([]);
    await terminal.sane();
  });
});
