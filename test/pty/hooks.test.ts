/** Hooks of CLI plugins on a terminal: what they are told, when they speak. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { PrivateEngine } from "../../scripts/engine/engine.mjs";
import { run, temporaryFolder } from "../support/command.js";
import { pluginFolder, shellPlugin } from "../support/fake-plugins.js";
import { privateEngine } from "../support/private-engine.js";
import { sides } from "../support/sides.js";
import { openTerminal } from "../support/terminal.js";

let engine: PrivateEngine;
beforeAll(async () => {
  engine = await privateEngine();
});

const HEAD = "\x1b[1m\r\nWhat's next:\x1b[0m\r\n";
const ON = { features: { hooks: "true" } };

interface Setting {
  answer: object | string;
  hooks?: string;
  config?: object;
  env?: Record<string, string>;
}

/** DOCKER_CONFIG with a plugin that answers hooks with `answer` and notes what it was asked. */
function prepare({ answer, hooks = "ps,image ls,inspect,hk x", config = ON, env = {} }: Setting) {
  const folder = temporaryFolder("hooks");
  const log = join(folder, "asked");
  const text = typeof answer === "string" ? answer : JSON.stringify(answer);
  const script = `if [ "$2" = docker-cli-plugin-hooks ]; then printf '%s' "$3" > ${log}; cat <<'X'\n${text}\nX\nexit; fi\necho "run $*"`;
  mkdirSync(join(folder, "c"));
  const values = { cliPluginsExtraDirs: [pluginFolder({ hk: shellPlugin(script) })], plugins: { hk: { hooks } }, ...config };
  writeFileSync(join(folder, "c/config.json"), JSON.stringify(values));
  return {
    env: { DOCKER_HOST: engine.host, DOCKER_CONFIG: join(folder, "c"), ...env },
    asked: () => (existsSync(log) ? JSON.parse(readFileSync(log, "utf8")) : undefined),
  };
}

const says = (Template: string) => ({ Type: 0, Template });

describe.each(sides)("hooks of plugins under %s", (_, client) => {
  const on = async (args: string[], setting: Setting) => {
    const { env, asked } = prepare(setting);
    const terminal = await openTerminal([...client(), ...args], { env });
    const { code } = await terminal.exit();
    return { code, text: terminal.text, asked: asked() };
  };

  test.each<[string, string[], Setting, string, object | undefined]>([
    [
      "a switch",
      ["ps", "-q", "-f", "name=nosuch"],
      { answer: says('{{.Name}}: {{flag . "quiet"}} {{arg . 0}}') },
      `${HEAD}    ps: true \r\n`,
      { RootCmd: "ps", Flags: { filter: "", quiet: "true" }, CommandError: "" },
    ],
    [
      "lines",
      ["image", "ls", "-q", "nosuch"],
      { answer: says("one\n\nthree {{.CommandPath}}") },
      `${HEAD}    one\r\n    \r\n    three docker image ls\r\n`,
      { RootCmd: "image ls", Flags: { quiet: "true" }, CommandError: "" },
    ],
    [
      "a plugin's command",
      ["hk", "x", "--yes", "-v"],
      { answer: says("after {{.Name}}") },
      `run hk x --yes -v\r\n${HEAD}    after docker\r\n`,
      { RootCmd: "hk x", Flags: { v: "", yes: "" }, CommandError: "" },
    ],
    [
      "a group of commands",
      ["image", "ls", "-q", "nosuch"],
      { answer: says("x"), hooks: "image" },
      `${HEAD}    x\r\n`,
      { RootCmd: "image", Flags: { quiet: "true" }, CommandError: "" },
    ],
    ["another command", ["version", "-f", "x"], { answer: says("no") }, "x\r\n", undefined],
    ["the short name of another", ["images", "-q", "nosuch"], { answer: says("no") }, "", undefined],
    [
      "nothing to say",
      ["ps", "-q", "-f", "name=nosuch"],
      { answer: says("  \n ") },
      "",
      { RootCmd: "ps", Flags: { filter: "", quiet: "true" }, CommandError: "" },
    ],
    [
      "another kind of answer",
      ["ps", "-q", "-f", "name=nosuch"],
      { answer: { Type: 1, Template: "no" } },
      "",
      { RootCmd: "ps", Flags: { filter: "", quiet: "true" }, CommandError: "" },
    ],
    [
      "no JSON",
      ["ps", "-q", "-f", "name=nosuch"],
      { answer: "garbage" },
      "",
      { RootCmd: "ps", Flags: { filter: "", quiet: "true" }, CommandError: "" },
    ],
    [
      "a field that is not there",
      ["ps", "-q", "-f", "name=nosuch"],
      { answer: says("{{.Nope}}") },
      "",
      { RootCmd: "ps", Flags: { filter: "", quiet: "true" }, CommandError: "" },
    ],
    [
      "a flag that is not there",
      ["ps", "-q", "-f", "name=nosuch"],
      { answer: says('{{flag . "nope"}}') },
      "",
      { RootCmd: "ps", Flags: { filter: "", quiet: "true" }, CommandError: "" },
    ],
  ])("print the advice after a command: %s", async (_name, args, setting, text, asked) => {
    expect(await on(args, setting)).toEqual({ code: 0, text, asked });
  });

  test("print the advice before the error of a command that fails", async () => {
    const { code, text, asked } = await on(["inspect", "-f", "x", "nosuch"], { answer: says('{{arg . 0}} {{flag . "format"}}') });
    const message = "Error: No such object: nosuch";
    expect([code, text]).toEqual([1, `\r\n${HEAD}    nosuch x\r\n${message}\r\n`]);
    expect(asked).toEqual({ RootCmd: "inspect", Flags: { format: "" }, CommandError: message });
  });

  test("print the advice for an invalid flag", async () => {
    const { code, text } = await on(["ps", "--nosuch"], { answer: says("try ps") });
    expect(code).toBe(125);
    expect(text.startsWith(`${HEAD}    try ps\r\nunknown flag: --nosuch\r\n`)).toBe(true);
  });

  test.each<[string, Pick<Setting, "config" | "env">, boolean]>([
    ["nothing", { config: {} }, false],
    ["features.hooks false", { config: { features: { hooks: "false" } } }, false],
    ["features.hooks odd", { config: { features: { hooks: "odd" } } }, false],
    ["DOCKER_CLI_HOOKS=0 over the configuration", { env: { DOCKER_CLI_HOOKS: "0" } }, false],
    ["DOCKER_CLI_HINTS=0 over the configuration", { env: { DOCKER_CLI_HINTS: "0" } }, false],
    ["DOCKER_CLI_HINTS=1", { config: {}, env: { DOCKER_CLI_HINTS: "1" } }, true],
    ["DOCKER_CLI_HOOKS=1", { config: {}, env: { DOCKER_CLI_HOOKS: "1" } }, true],
    ["DOCKER_CLI_HOOKS before DOCKER_CLI_HINTS", { env: { DOCKER_CLI_HOOKS: "1", DOCKER_CLI_HINTS: "0" } }, true],
  ])("are switched by %s", async (_name, setting, speaks) => {
    const { text } = await on(["ps", "-q", "-f", "name=nosuch"], { answer: says("heard"), ...setting });
    expect(text.includes("heard")).toBe(speaks);
  });

  test("print nothing into a pipe", async () => {
    const { env, asked } = prepare({ answer: says("heard") });
    const { stdout, stderr } = await run([...client(), "ps", "-q", "-f", "name=nosuch"], { env });
    expect([stdout.toString(), stderr.toString(), asked()]).toEqual(["", "", undefined]);
  });
});
