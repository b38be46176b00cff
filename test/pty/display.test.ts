/** What commands draw on a terminal and nowhere else: colour, tables that fit, progress. */
import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiRequest } from "../../scripts/engine/engine-api.mjs";
import { filesTar, loadImage } from "../../scripts/engine/images.mjs";
import { startRegistry } from "../../scripts/engine/registry.mjs";
import { dockline, ours, reference } from "../support/command.js";
import { startProxy } from "../support/fault-proxy.js";
import { privateEngine } from "../support/private-engine.js";
import { made, sides } from "../support/sides.js";
import { openTerminal } from "../support/terminal.js";

let engine: PrivateEngine;
let env: Record<string, string>;
beforeAll(async () => {
  engine = await privateEngine();
  env = { DOCKER_HOST: engine.host };
});

const ESCAPE = "\x1b";
const colours = new RegExp(`${ESCAPE}\\[[\\d;]*m`, "g");

describe("tables on a terminal", () => {
  const WIDTH = 80;
  const long = `sleep 60; : ${"a very long command ".repeat(10)}`;
  const commands: [string, string[]][] = [
    ["ps", ["ps"]],
    ["images", ["images"]],
  ];

  /** `more`: variables, set by env(1), for the terminal's own TERM goes before ours. */
  async function shown(name: "docker" | "dockline", words: string[], ...more: string[]) {
    const terminal = await openTerminal(["env", ...more, ...ours(name), ...words], { env, cols: WIDTH });
    expect(await terminal.exit()).toEqual({ code: 0, signal: 0 });
    await terminal.sane();
    return terminal.text;
  }

  test("are coloured and at most as wide as the terminal for ps of dockline", async () => {
    const name = await made(engine, { script: long });
    const text = await shown("dockline", ["ps"]);
    expect(text).toMatch(colours);
    const lines = text.replace(colours, "").split("\r\n");
    expect(lines[0]).toMatch(/^CONTAINER ID {2}IMAGE /);
    expect(lines.some((line) => line.includes("…"))).toBe(true);
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(WIDTH);
    const whole = await shown("dockline", ["ps", "--no-trunc", "--filter", `name=${name}`]);
    expect(whole).toContain(long);
  });

  test.each(commands)("have no colour with NO_COLOR, on a dumb terminal, in a pipe: %s of dockline", async (_, words) => {
    await made(engine, { script: long });
    expect(await shown("dockline", words)).toMatch(colours);
    for (const more of ["NO_COLOR=1", "TERM=dumb", "CLICOLOR=0"]) expect(await shown("dockline", words, more)).not.toContain(ESCAPE);
    const piped = await dockline(words, { env });
    expect(piped.stdout.toString()).not.toContain(ESCAPE);
    expect(piped.stdout.toString()).not.toContain("\r");
  });

  test.each(commands)("are Docker's bytes, on a terminal too: %s of docker", async (_, words) => {
    const name = await made(engine, { script: long });
    const ps = [...words, "--filter", `name=${name}`, "--format", "table {{.ID}}\t{{.Command}}\t{{.Names}}"];
    // One image: the engine lists those of one age in any order.
    const more = words[0] === "ps" ? ps : [...words, "busybox"];
    const theirs = await reference(more, { env });
    expect(await shown("docker", more, "CLICOLOR_FORCE=1")).toBe(theirs.stdout.toString().replaceAll("\n", "\r\n"));
    expect(await shown("docker", words)).not.toContain(ESCAPE);
  });
});

describe("pull on a terminal", () => {
  let image: string;

  beforeAll(async () => {
    const registry = await startRegistry(engine, { port: 5007 });
    image = `${registry.address}/large:1`;
    const layers = await Promise.all([1, 2].map(async (n) => ({ tar: await filesTar({ [`random${n}`]: randomBytes(6 << 20) }) })));
    await loadImage(engine.socket, { tags: [image], layers });
    expect((await reference(["push", "-q", image], { env })).code).toBe(0);
    await forget();
    return async () => {
      await forget();
      await registry.stop();
    };
  });

  const forget = () => apiRequest(engine.socket, "DELETE", `/images/${image}?force=1`);

  test("redraws its bars, and leaves on the screen what Docker leaves", async () => {
    const screens: string[] = [];
    for (const [, client] of sides) {
      const terminal = await openTerminal([...client(), "pull", image], { env, cols: 120, rows: 30 });
      expect((await terminal.exit()).code).toBe(0);
      await terminal.sane();
      expect(terminal.text).toMatch(/Extracting[^\r\n]*\[=*>? *\][^\r\n]*B\/[^\r\n]*B/);
      expect(terminal.text.split(`${ESCAPE}[2A`).length).toBeGreaterThan(5);
      screens.push(rendered(terminal.text));
      await forget();
    }
    expect(screens[0]).toMatch(
      /^1: Pulling from large\n(\w{12}: Pull complete *\n){2}Digest: .*\nStatus: Downloaded newer image for .*\n.*large:1$/,
    );
    expect(screens[0]).toBe(screens[1]);
  });

  test("ends at Ctrl-C at once with 130, no message and a sane terminal", async () => {
    const proxy = await startProxy(engine.socket, { faults: [{ match: /images\/create/, from: "body", stallAfter: 300 }] });
    onTestFinished(() => proxy.close());
    const terminal = await openTerminal([...ours("docker"), "pull", image], { env: { DOCKER_HOST: proxy.host } });
    await terminal.expect("Pulling fs layer");
    terminal.type("\x03");
    expect(await terminal.exit(3000)).toEqual({ code: 130, signal: 0 });
    await terminal.sane();
    expect(terminal.text.lastIndexOf("\x1b[?25l")).toBeLessThanOrEqual(terminal.text.lastIndexOf("\x1b[?25h"));
    expect(terminal.text).not.toMatch(/error|EOF|canceled/i);
    await forget();
  });

  test("is done by run for a missing image, which then runs", async () => {
    const terminal = await openTerminal([...ours("docker"), "run", "-it", "--rm", image, "true"], { env });
    await terminal.expect(`Unable to find image '${image}' locally`);
    await terminal.expect(/Extracting/);
    await terminal.expect("Status: Downloaded newer image for");
    // There is no program in it.
    expect((await terminal.exit()).code).toBe(127);
    await terminal.sane();
    await forget();
  });
});

/** The screen after a text with CR, LF, cursor up and down, and line erasure; no scrolling. */
function rendered(text: string): string {
  const lines: string[] = [""];
  let [row, column] = [0, 0];
  const pieces = text.matchAll(new RegExp(`${ESCAPE}\\[(\\d*)([A-Za-z])|${ESCAPE}\\[\\?\\d+[hl]|[\\s\\S]`, "g"));
  for (const [piece, count, verb] of pieces) {
    if (verb === "A") row = Math.max(0, row - Number(count || 1));
    else if (verb === "B") row += Number(count || 1);
    else if (verb === "K") lines[row] = count === "2" ? "" : (lines[row] ?? "").slice(0, column);
    else if (piece === "\r") column = 0;
    else if (piece === "\n") row++;
    else if (!piece.startsWith(ESCAPE)) {
      const line = (lines[row] ?? "").padEnd(column);
      lines[row] = line.slice(0, column) + piece + line.slice(column + 1);
      column++;
    }
    while (lines.length <= row) lines.push("");
  }
  return lines
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}
