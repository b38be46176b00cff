/** The prompt of prune commands on a terminal: what is answered, and what comes instead of an answer. */
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { apiJson, apiRequest } from "../../scripts/engine/engine-api.mjs";
import { privateEngine } from "../support/private-engine.js";
import { sides } from "../support/sides.js";
import { openTerminal } from "../support/terminal.js";

const QUESTION = "Are you sure you want to continue? [y/N] ";
const HEAD = "WARNING! This will remove all custom networks not used by at least one container.\r\n";

let engine: PrivateEngine;
let count = 0;
beforeAll(async () => {
  engine = await privateEngine();
});

/** A network that the prompt is about; its name, which is its label as well. */
async function network(): Promise<string> {
  const name = `prompt-${process.pid.toString(36)}-${++count}`;
  await apiJson(engine.socket, "POST", "/networks/create", { json: { Name: name, Labels: { [name]: "" } } });
  onTestFinished(async () => void (await apiRequest(engine.socket, "DELETE", `/networks/${name}`)));
  return name;
}

async function exists(name: string): Promise<boolean> {
  return (await apiRequest(engine.socket, "GET", `/networks/${name}`)).status === 200;
}

describe.each(sides)("questions of %s", (_, client) => {
  const ask = async (name: string) => {
    const terminal = await openTerminal([...client(), "network", "prune", "--filter", `label=${name}`], {
      env: { DOCKER_HOST: engine.host },
    });
    await terminal.expect(QUESTION);
    return terminal;
  };

  test.each<[string, string, boolean, (name: string) => string]>([
    ["y", "y\r", true, (name) => `y\r\nDeleted Networks:\r\n${name}\r\n\r\n`],
    ["Y", "Y\r", true, (name) => `Y\r\nDeleted Networks:\r\n${name}\r\n\r\n`],
    ["y mended on the line", "nn\x7f\x7fy\r", true, (name) => `nn\b \b\b \by\r\nDeleted Networks:\r\n${name}\r\n\r\n`],
    ["n", "n\r", false, () => "n\r\n"],
    ["Enter", "\r", false, () => "\r\n"],
    ["yes", "yes\r", false, () => "yes\r\n"],
    ["the end of input", "\x04", false, () => ""],
    ["Ctrl-C", "\x03", false, () => "^C\r\n"],
  ])("take the answer of %s", async (_name, keys, gone, rest) => {
    const name = await network();
    const terminal = await ask(name);
    expect(terminal.isRaw()).toBe(false);
    terminal.type(keys);
    expect(await terminal.exit()).toEqual({ code: 0, signal: 0 });
    expect(terminal.text).toBe(HEAD + QUESTION + rest(name));
    await terminal.sane();
    expect(await exists(name)).toBe(!gone);
  });

  test("end at SIGTERM", async () => {
    const name = await network();
    const terminal = await ask(name);
    terminal.signal("SIGTERM");
    expect(await terminal.exit()).toEqual({ code: 0, signal: 0 });
    expect(terminal.text).toBe(`${HEAD}${QUESTION}\r\n`);
    expect(await exists(name)).toBe(true);
  });

  test("leave to the shell what is typed ahead", async () => {
    const words = [...client(), "volume", "prune", "--filter", "label=nosuch"].join(" ");
    const terminal = await openTerminal(["sh", "-c", `${words}; read line; echo "then $line"`], { env: { DOCKER_HOST: engine.host } });
    await terminal.expect(QUESTION);
    terminal.type("y\rhello\r");
    await terminal.expect("Total reclaimed space: 0B");
    await terminal.expect("then hello");
    expect((await terminal.exit()).code).toBe(0);
  });
});
