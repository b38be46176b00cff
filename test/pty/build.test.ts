/** The counter of what is sent, as a person sees it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ours, referencePath, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";
import { openTerminal } from "../support/terminal.js";

function context(bytes: number): string {
  const folder = join(temporaryFolder("context"), "c");
  mkdirSync(folder);
  writeFileSync(join(folder, "Dockerfile"), "FROM scratch\nCOPY big /\n");
  writeFileSync(join(folder, "big"), Buffer.alloc(bytes, "x"));
  return folder;
}

const env = async () => ({ DOCKER_HOST: (await privateEngine()).host, DOCKER_BUILDKIT: "0" });

test("counts the context's bytes on one line, which ends with their sum", async () => {
  const terminal = await openTerminal([...ours("docker"), "build", context(40e6)], { env: await env(), timeout: 60_000 });
  await terminal.expect(/Successfully built [0-9a-f]{12}\r\n/, 60_000);
  expect(await terminal.exit()).toEqual({ code: 0, signal: 0 });
  // Docker's notice of its classic builder comes first.
  const counts = terminal.text.split("Step 1/2")[0]?.replace(/^DEPRECATED: (?:.*\r\n)+?\r\n/, "") as string;
  // At least the first and the last; never on a new line but at the end.
  expect(counts).toMatch(/^(Sending build context to Docker daemon +[\d.]+[kM]?B\r){2,}\r\r\n$/);
  expect(counts).toMatch(/ 40MB\r\r\r\n$/);
  await terminal.sane();
});

test("prints for a small context what Docker prints", async () => {
  const folder = context(1000);
  const screens: string[] = [];
  for (const program of [ours("docker"), [referencePath()]]) {
    const terminal = await openTerminal([...program, "build", folder], { env: await env(), timeout: 60_000 });
    await terminal.expect(/Successfully built [0-9a-f]{12}\r\n/, 60_000);
    await terminal.exit();
    screens.push(/Sending[\s\S]*Step 1/.exec(terminal.text)?.[0] ?? "");
  }
  expect(screens[0]).toBe(screens[1]);
  expect(screens[0]).not.toBe("");
});

test("counts in the units of the classic layout under the name dockline", async () => {
  const terminal = await openTerminal([...ours("dockline"), "build", context(1000)], { env: await env(), timeout: 60_000 });
  await terminal.expect("Sending build context to Docker daemon 3.584 kB\r", 30_000);
  await terminal.expect(/Successfully built/, 30_000);
});

test("ends at Ctrl-C and leaves no container", async () => {
  const folder = join(temporaryFolder("context"), "c");
  mkdirSync(folder);
  const label = `stopped${process.pid}`;
  writeFileSync(join(folder, "Dockerfile"), `FROM busybox\nLABEL x=${label}\nRUN echo begun; sleep 600\n`);
  const engine = await privateEngine();
  const terminal = await openTerminal([...ours("docker"), "build", folder], { env: await env(), timeout: 60_000 });
  await terminal.expect("begun", 30_000);
  terminal.type("\x03");
  expect((await terminal.exit()).code).toBe(130);
  await terminal.sane();
  const { apiJson } = await import("../../scripts/engine/engine-api.mjs");
  const filters = encodeURIComponent(JSON.stringify({ label: [`x=${label}`], status: ["running"] }));
  await expect.poll(() => apiJson(engine.socket, "GET", `/containers/json?filters=${filters}`), { timeout: 20_000 }).toEqual([]);
});
