/** Starts programs with a clean environment and a time limit: ours under either name, Docker, any other. */
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, inject } from "vitest";
import { isSingleFile, program } from "../setup/program.js";

/** Milliseconds that a program gets before it is killed. */
export const TIME_LIMIT = 20_000;

const launcher = fileURLToPath(new URL(`../../${program}`, import.meta.url));

export interface CommandOptions {
  /** What it reads; without: nothing (/dev/null). `null` leaves the pipe open for `Running.stdin`. */
  stdin?: string | Uint8Array | null;
  /** Added to the clean environment; undefined takes a variable out. */
  env?: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** Milliseconds; TIME_LIMIT when absent. */
  timeout?: number;
}

export interface Result {
  stdout: Buffer;
  stderr: Buffer;
  /** null when a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  /** It ran into the time limit and was killed. */
  timedOut: boolean;
}

export interface Running {
  readonly pid: number;
  readonly stdin: NodeJS.WritableStream | null;
  /** To the program alone. */
  kill(signal: NodeJS.Signals): void;
  /** What it has written so far. */
  output(): { stdout: Buffer; stderr: Buffer };
  /** Waits until stdout and stderr together match. Throws after `timeout` ms or when it ends without. */
  expect(pattern: RegExp, timeout?: number): Promise<RegExpExecArray>;
  readonly done: Promise<Result>;
}

/**
 * The command line of `docker` or `dockline`, ours: the launcher by a link of that name. It takes the Node that comes first in
 * PATH, which `cleanEnv` makes the one that runs the tests.
 */
export function ours(name: "docker" | "dockline" = "dockline"): string[] {
  return [join(inject("runFolder"), "bin", name)];
}

/** The same where PATH may hold anything: the launcher looks for its Node there, the single file for nothing. */
export function oursWithoutPath(name: "docker" | "dockline" = "dockline"): string[] {
  return isSingleFile ? ours(name) : [process.execPath, ...ours(name)];
}

/** Variables that make ours run a script of the test's first. */
export function preloading(file: string): Record<string, string> {
  return isSingleFile ? { BUN_OPTIONS: `--preload ${file}` } : { NODE_OPTIONS: `--require ${file}` };
}

let found: string | undefined;

/** Docker's client: DOCKLINE_REFERENCE, else the `docker` on PATH that is not ours. Throws when there is none. */
export function referencePath(): string {
  found ??= [
    process.env.DOCKLINE_REFERENCE ?? "",
    ...(process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "docker")),
  ].find(isReference);
  if (!found) throw new Error("no reference client: install docker 28.2 (package docker-cli) or set DOCKLINE_REFERENCE to it");
  return found;
}

function isReference(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return file.startsWith("/") && realpathSync(file) !== realpathSync(launcher);
  } catch {
    return false;
  }
}

/** A new folder that lives as long as the run. */
export function temporaryFolder(name = "home"): string {
  const parent = join(inject("runFolder"), "homes");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, `${name}-`));
}

let home: string | undefined;

/** Nothing of the developer's own: neither settings, contexts nor language. */
export function cleanEnv(extra: CommandOptions["env"] = {}): Record<string, string> {
  home ??= temporaryFolder();
  const env = {
    PATH: `${dirname(process.execPath)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    HOME: home,
    XDG_CACHE_HOME: join(inject("runFolder"), "cache"),
    LANG: "C.UTF-8",
    TZ: "UTC",
    TERM: "xterm",
    ...extra,
  };
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Starts a program in a process group of its own; after its end, or the time limit, nothing of the group is left. */
export function start(command: readonly string[], options: CommandOptions = {}): Running {
  const [file = "", ...args] = command;
  const stdin = options.stdin === undefined ? "ignore" : "pipe";
  const child = spawn(file, args, { env: cleanEnv(options.env), cwd: options.cwd, stdio: [stdin, "pipe", "pipe"], detached: true });
  if (typeof options.stdin === "string" || options.stdin instanceof Uint8Array) child.stdin?.end(options.stdin);
  // It may end without reading what it is given.
  child.stdin?.on("error", () => {});
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  for (const name of ["stdout", "stderr"] as const) child[name]?.on("data", (chunk) => chunks[name].push(chunk));
  const output = () => ({ stdout: Buffer.concat(chunks.stdout), stderr: Buffer.concat(chunks.stderr) });
  const done = finish(child, options.timeout ?? TIME_LIMIT, output);
  return {
    pid: child.pid ?? 0,
    stdin: child.stdin,
    kill: (signal) => void child.kill(signal),
    output,
    expect: (pattern, timeout = 10_000) => seen(child, pattern, timeout, () => Object.values(output()).join("")),
    done,
  };
}

/** Runs a program to its end. */
export function run(command: readonly string[], options?: CommandOptions): Promise<Result> {
  return start(command, options).done;
}

/** Runs ours. DOCKER_HOST and the like go into `options.env`. */
export function dockline(args: readonly string[], options: CommandOptions & { name?: "docker" | "dockline" } = {}): Promise<Result> {
  return run([...ours(options.name), ...args], options);
}

/** Runs Docker. */
export function reference(args: readonly string[], options?: CommandOptions): Promise<Result> {
  return run([referencePath(), ...args], options);
}

function finish(child: ChildProcess, timeout: number, output: () => Pick<Result, "stdout" | "stderr">): Promise<Result> {
  return new Promise((resolve, reject) => {
    let timedOut = false;
    const killGroup = () => {
      try {
        if (child.pid) process.kill(-child.pid, "SIGKILL");
      } catch {} // the group has gone
    };
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup();
    }, timeout);
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    // A child it left behind would keep the pipes, and so us, waiting.
    child.once("exit", () => setTimeout(killGroup, 1000).unref());
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      killGroup();
      resolve({ ...output(), code, signal, timedOut });
    });
  });
}

function seen(child: ChildProcess, pattern: RegExp, timeout: number, text: () => string): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      child.stdout?.off("data", look);
      child.stderr?.off("data", look);
      child.off("close", ended);
    };
    const look = () => {
      const match = pattern.exec(text());
      if (match) resolve(match);
      if (match) stop();
      return match !== null;
    };
    const fail = (why: string) => {
      stop();
      reject(new Error(`${why} without ${pattern}:\n${text()}`));
    };
    const ended = () => look() || fail("it ended");
    const timer = setTimeout(() => look() || fail(`${timeout} ms went by`), timeout);
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    child.once("close", ended);
    if (!look() && child.exitCode !== null && child.stdout?.destroyed) fail("it ended");
  });
}

/** Runs ours on an engine ("unix://…"); what it printed, without the blanks around it. Fails unless it ended with 0 and said nothing on stderr. */
export async function succeeds(host: string, args: readonly string[]): Promise<string> {
  const { stdout, stderr, code } = await dockline(args, { env: { DOCKER_HOST: host } });
  expect([args.join(" "), code, stderr.toString()]).toEqual([args.join(" "), 0, ""]);
  return stdout.toString().trim();
}
