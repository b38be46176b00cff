/** Completion as people meet it: real shells on a terminal, the Tab key, and the words that come of it. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { dockline, ours, succeeds, temporaryFolder } from "../support/command.js";
import { privateEngine } from "../support/private-engine.js";
import { openTerminal, type Terminal } from "../support/terminal.js";

interface Shell {
  name: string;
  command: readonly string[];
  /** Lines to type first. `docker` and `dockline` print the words they are given; completion goes to the programs behind them. */
  setup: readonly string[];
  /** Keys that list what fits: bash first completes what all have in common. */
  list: string;
  /** What closes a quote behind a word that may go on: bash and fish do so themselves. */
  close: string;
}

const PACKAGE = "/usr/share/bash-completion/bash_completion";
const posix = (name: string) => `${name}() { printf '<%s>' "$@"; echo '<end>'; }`;
const fish = (name: string) => `function ${name}; printf '<%s>' $argv; echo '<end>'; end`;

const shells: readonly Shell[] = [
  {
    name: "bash",
    command: ["bash", "--norc", "--noprofile", "-i"],
    list: "\t\t",
    close: "",
    setup: [
      "bind 'set bell-style none'",
      "source <(docker completion bash)",
      "source <(dockline completion bash)",
      posix("docker"),
      posix("dockline"),
    ],
  },
  {
    name: "bash with bash-completion",
    command: ["bash", "--norc", "--noprofile", "-i"],
    list: "\t\t",
    close: "",
    setup: [
      "bind 'set bell-style none'",
      `source ${PACKAGE}`,
      "source <(docker completion bash)",
      "source <(dockline completion bash)",
      posix("docker"),
      posix("dockline"),
    ],
  },
  {
    name: "zsh",
    command: ["zsh", "-f", "-i"],
    list: "\t",
    close: "'",
    setup: [
      "unsetopt beep auto_remove_slash; PS1='$ '; autoload -Uz compinit; compinit -u -D",
      "source <(docker completion zsh); source <(dockline completion zsh)",
      posix("docker"),
      posix("dockline"),
    ],
  },
  {
    name: "fish",
    command: ["fish", "--no-config", "-i"],
    list: "\t",
    close: "",
    setup: ["docker completion fish | source; dockline completion fish | source", fish("docker"), fish("dockline")],
  },
];

const P = `cpl${process.pid}`;
let host: string;
let folder: string;

beforeAll(async () => {
  ({ host } = await privateEngine());
  folder = temporaryFolder("completion");
  mkdirSync(join(folder, "only-folder"));
  writeFileSync(join(folder, "only-file.tar"), "");
  const on = (...args: string[]) => succeeds(host, args);
  await on("run", "-d", "--name", `${P}-runs`, "busybox", "sleep", "600");
  await on("create", "--name", `${P}-waits`, "busybox", "true");
  await on("tag", "busybox", `${P}/app:v1.2`);
  await on("network", "create", `${P}-net`);
  await on("volume", "create", `${P}-data`);
  const config = join(folder, "config");
  const made = await dockline(["--config", config, "context", "create", `${P}-there`, "--docker", `host=${host}`]);
  expect(made.code).toBe(0);
  return async () => {
    await on("rm", "-f", `${P}-runs`, `${P}-waits`);
    await on("rmi", `${P}/app:v1.2`);
    await on("network", "rm", `${P}-net`);
    await on("volume", "rm", `${P}-data`);
  };
}, 120_000);

async function open({ command, setup }: Shell): Promise<Terminal> {
  const env = {
    PATH: `${dirname(ours("docker")[0] as string)}:${dirname(process.execPath)}:/usr/bin:/bin`,
    HOME: folder,
    DOCKER_CONFIG: join(folder, "config"),
    DOCKER_HOST: host,
    PS1: "$ ",
    LANG: "C.UTF-8",
  };
  const terminal = await openTerminal(command, { env, cwd: folder, cols: 100, rows: 50, timeout: 100_000 });
  for (const [at, line] of setup.entries()) {
    terminal.type(`${line}\r`);
    terminal.type(`echo re''ady${at}\r`);
    await terminal.expect(`ready${at}`, 40_000);
  }
  return terminal;
}

/** Types `keys` and Enter; the words that the command was given. */
async function words(terminal: Terminal, keys: string): Promise<string[]> {
  terminal.type(`${keys}\r`);
  const [all] = await terminal.expect(/<[^<>\r\n]*>(?:<[^<>\r\n]*>)*<end>/, 40_000);
  return all.slice(1, -"><end>".length).split("><");
}

const isHere = ({ command: [shell = ""] }: Shell) => spawnSync(shell, ["--version"]).error === undefined;
const hasPackage = existsSync(PACKAGE);

/** CI installs them all. */
const found = shells.filter((shell) => isHere(shell) && (hasPackage || !shell.setup.join().includes(PACKAGE)));

test("finds shells to test", () => expect(found.length).toBeGreaterThan(process.env.CI ? 3 : 0));

describe.each(found)("$name", (shell) => {
  test("completes words", { timeout: 120_000 }, async () => {
    const terminal = await open(shell);
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ["docker sys\tinf\t", ["system", "info"]],
      ["docker contai\tpru\t", ["container", "prune"]],
      [`docker stop ${P}\t`, ["stop", `${P}-runs`]],
      [`dockline start ${P}\t`, ["start", `${P}-waits`]],
      [`docker rmi ${P}/app:v\t`, ["rmi", `${P}/app:v1.2`]],
      [`docker rmi ${P}\t`, ["rmi", `${P}/app:v1.2`]],
      [`docker run --network=${P}\t-it\t`, ["run", `--network=${P}-net`, "-it"]],
      [`docker run --network ${P}\t--priv\t`, ["run", "--network", `${P}-net`, "--privileged"]],
      [`docker run -v ${P}\t/d`, ["run", "-v", `${P}-data:/d`]],
      [`docker cp ${P}-r\t/etc/x ./only-fi\t`, ["cp", `${P}-runs:/etc/x`, "./only-file.tar"]],
      ["docker ps --filter status=ex\t", ["ps", "--filter", "status=exited"]],
      ["docker ps --filter=status=ex\t-a", ["ps", "--filter=status=exited", "-a"]],
      ["docker ps -f stat\tpau\t", ["ps", "-f", "status=paused"]],
      [`docker --context ${P}\tversion`, ["--context", `${P}-there`, "version"]],
      ["docker kill -sUSR1\t x", ["kill", "-sUSR1", "x"]],
      ["docker load -i ./only-fi\t", ["load", "-i", "./only-file.tar"]],
      ["docker build ./onl\t", ["build", "./only-folder/"]],
      [`docker exec "${P}\t`, ["exec", `${P}-runs`]],
      [`docker ps --format '{{.Nam	${shell.close}`, ["ps", "--format", "{{.Names}}"]],
      [`docker ps --format 'table {{.ID}} {{.Nam	${shell.close}`, ["ps", "--format", "table {{.ID}} {{.Names}}"]],
    ];
    const completed: [string, string[]][] = [];
    for (const [keys] of cases) completed.push([keys, await words(terminal, keys)]);
    expect(completed).toEqual(cases.map(([keys, expected]) => [keys, expected]));
  });

  test("lists candidates with their descriptions", { timeout: 120_000 }, async () => {
    const terminal = await open(shell);
    terminal.type(`docker ps --f${shell.list}`);
    await terminal.expect(/--filter +.*Show only what matches/, 40_000);
    await terminal.expect(/--format +.*Output format/, 40_000);
  });
});
