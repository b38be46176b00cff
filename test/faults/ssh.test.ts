/** The link of ssh drops in the middle of an answer: an error, not an end. */
import { mkdtempSync, rmSync } from "node:fs";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { apiJson, apiRequest } from "../../scripts/engine/engine-api.mjs";
import { run as execute } from "../../scripts/engine/run.mjs";
import { type SshServer, startSshd } from "../../scripts/engine/sshd.mjs";
import { ours, start } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";

let server: SshServer;
beforeAll(async () => {
  const engine = await privateEngine();
  server = await startSshd(engine);
  const { Id } = await apiJson(engine.socket, "POST", "/containers/create?name=talker", {
    json: { Image: "busybox:latest", Cmd: ["sh", "-c", "while true; do echo tick; sleep 0.1; done"] },
  });
  await apiRequest(engine.socket, "POST", `/containers/${Id}/start`);
  return async () => {
    await apiRequest(engine.socket, "DELETE", `/containers/${Id}?force=1`);
    await server.stop();
  };
}, 180_000);

/** Ends the sessions of sshd, and not sshd: what a network does that goes away. */
async function dropLinks(): Promise<void> {
  const { netns, name } = await privateEngine();
  const pids = (await execute("ip", ["netns", "pids", netns.split("/").at(-1) ?? name])).trim().split("\n");
  for (const pid of pids) {
    const command = await execute("sh", ["-c", `tr '\\0' ' ' < /proc/${pid}/cmdline 2>/dev/null || true`]);
    if (/^sshd: root/.test(command)) process.kill(Number(pid), "SIGKILL");
  }
}

test.each([
  ["logs -f, one connection for all", ["logs", "-f", "talker"], {}],
  ["logs -f, a connection of its own", ["logs", "-f", "talker"], { DOCKLINE_SSH_SHARE: "0" }],
  ["attach", ["attach", "--sig-proxy=false", "talker"], {}],
  ["exec", ["exec", "talker", "sh", "-c", "echo tick; sleep 60"], {}],
])("ends with an error: %s", async (_, args, more) => {
  const runtime = mkdtempSync("/tmp/dl-");
  onTestFinished(() => rmSync(runtime, { recursive: true, force: true }));
  const env = { DOCKER_HOST: server.host, PATH: `${server.bin}:${process.env.PATH}`, XDG_RUNTIME_DIR: runtime, ...more };
  const command = start([...ours("docker"), ...args], { env, timeout: 40_000 });
  await command.expect(/tick/);
  await dropLinks();
  const { code, stderr, timedOut } = await command.done;
  expect([timedOut, code, String(stderr)]).toEqual([
    false,
    1,
    expect.stringMatching(
      /command \[ssh -o ConnectTimeout=30 -T -l root -- [\d.]+ docker system dial-stdio\] has exited with exit status 255, /,
    ),
  ]);
});
