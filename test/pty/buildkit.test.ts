/** A build watched by a person: one block drawn in place, folded at the end, Ctrl-C. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiRequest } from "../../scripts/engine/engine-api.mjs";
import { ours, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";
import { openTerminal } from "../support/terminal.js";

const home = temporaryFolder("build-screen");
let engine: PrivateEngine;
beforeAll(async () => {
  engine = await privateEngine();
});
afterAll(async () => {
  await apiRequest(engine.socket, "POST", "/build/prune?all=1");
  rmSync(home, { recursive: true, force: true });
});

function folder(name: string, dockerfile: string): string {
  const dir = join(home, name);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "Dockerfile"), dockerfile);
  return dir;
}

/** What stays on the screen, colours left out: a terminal as far as the drawing needs one. Nothing may scroll out of it. */
function shown(text: string): string[] {
  const lines: string[] = [""];
  let [row, column] = [0, 0];
  for (const [token, up] of text.matchAll(/\x1b\[(\d+)A|\x1b\[2K|\x1b\[[0-9;?]*[a-zA-Z]|\r|\n|[^\x1b\r\n]+/g)) {
    if (up !== undefined) row -= Number(up);
    else if (token === "\x1b[J") lines.splice(row);
    else if (token === "\x1b[2K") lines[row] = "";
    else if (token === "\r") column = 0;
    else if (token === "\n") row++;
    else if (!token.startsWith("\x1b")) {
      lines[row] = (lines[row] ?? "").padEnd(column).slice(0, column) + token + (lines[row] ?? "").slice(column + token.length);
      column += token.length;
    }
    if (row < 0) throw new Error("drawn above the top");
    lines[row] ??= "";
  }
  return lines.map((line) => line.trimEnd());
}

describe("a build on a terminal", () => {
  const env = () => ({ DOCKER_HOST: engine.host, DOCKER_BUILDKIT: "1", DOCKER_CONFIG: join(home, "config") });

  test("is drawn while it goes on, folded at the end, and never wraps", async () => {
    const cwd = folder("good", "FROM busybox\nRUN for i in 1 2 3 4; do echo line $i of the build; sleep 0.4; done\nRUN true\n");
    const terminal = await openTerminal([...ours("docker"), "build", "--no-cache", "."], {
      cwd,
      env: env(),
      cols: 70,
      rows: 30,
      timeout: 50_000,
    });
    await terminal.expect(/ => => # line 2 of the build/, 40_000);
    const { code } = await terminal.exit(40_000);
    expect(code).toBe(0);
    const lines = shown(terminal.text);
    expect(lines[0]).toMatch(/^\[\+\] Building \d+\.\ds \((\d+)\/\1\) FINISHED +docker:default$/);
    expect(lines.filter((line) => line !== "").every((line) => line.length < 70)).toBe(true);
    for (const line of lines.slice(1).filter((line) => line !== "")) expect(line).toMatch(/^ => .* \d+\.\ds$/);
    const step = lines.filter((line) => line.includes("RUN for i in"));
    expect(step.length).toBe(1);
    expect(Number(/ (\d+\.\d)s$/.exec(step[0] ?? "")?.[1])).toBeGreaterThan(1.5);
    expect(terminal.text.lastIndexOf("\x1b[?25h")).toBeGreaterThan(terminal.text.lastIndexOf("\x1b[?25l"));
    expect(terminal.text).toMatch(/\x1b\[34m => /);
  });

  test("shows the output and the place of a step that fails", async () => {
    const cwd = folder("bad", "FROM busybox\nRUN echo told you && false\n");
    const terminal = await openTerminal([...ours("docker"), "build", "--no-cache", "."], {
      cwd,
      env: { ...env(), NO_COLOR: "1" },
      timeout: 50_000,
    });
    expect((await terminal.exit(40_000)).code).toBe(1);
    const lines = shown(terminal.text);
    expect(lines.some((line) => line.startsWith(" => ERROR [2/2] RUN echo told you && false"))).toBe(true);
    expect(lines.join("\n")).toMatch(/------\n > \[2\/2\] RUN echo told you && false:\n\d\.\d+ told you\n------\nDockerfile:2\n-{20}\n/);
    expect(terminal.text).not.toMatch(/\x1b\[3\dm/);
  });

  test("stops at Ctrl-C and shows the cursor again", async () => {
    const cwd = folder("endless", "FROM busybox\nRUN echo begun && sleep 300\n");
    const terminal = await openTerminal([...ours("docker"), "build", "--no-cache", "."], { cwd, env: env(), timeout: 50_000 });
    await terminal.expect(/# begun/, 40_000);
    terminal.type("\x03");
    expect((await terminal.exit(40_000)).code).toBe(130);
    const lines = shown(terminal.text);
    expect(lines.some((line) => line.includes("CANCELED [2/2] RUN echo begun"))).toBe(true);
    expect(lines.filter((line) => line !== "").at(-1)).toBe("ERROR: failed to build: failed to solve: Canceled: context canceled");
    expect(terminal.text.lastIndexOf("\x1b[?25h")).toBeGreaterThan(terminal.text.lastIndexOf("\x1b[?25l"));
  });

  test("refuses to send an archive to the terminal", async () => {
    const cwd = folder("tar", "FROM busybox\n");
    const terminal = await openTerminal([...ours("docker"), "build", "-o", "-", "."], { cwd, env: env() });
    await terminal.expect(/dest file is required for tar exporter. refusing to write to console/);
    expect((await terminal.exit()).code).toBe(1);
  });
});
