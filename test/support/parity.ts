/** Runs ours, as `docker`, and Docker with the same words on the same engine, and compares all that comes out. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { apiJson, apiRequest } from "../../scripts/engine/engine-api.mjs";
import { type CommandOptions, ours, type Result, referencePath, run, TIME_LIMIT, temporaryFolder } from "./command.js";
import { type Mask, mask, sameButForAges } from "./masks.js";
import { privateEngine } from "./private-engine.js";

/**
 * One comparison. In `args`, `setup`, `cleanup`, `env`, `stdin` and `files`:
 * `{obj}`, `{obj2}`, ... are names of each side's own, equally long, e.g. for a container that the command changes;
 * `{dir}` is each side's own folder, where it runs; `{ip}` and `{host}` are the engine's.
 */
export interface Case {
  /** Without: the words themselves. */
  name?: string;
  args: readonly string[];
  /** Commands of Docker that must succeed first; once for each side where a placeholder of a side occurs. */
  setup?: readonly (readonly string[])[];
  /** Commands of Docker for afterwards. Containers, images, volumes and networks named {obj} go without being told. */
  cleanup?: readonly (readonly string[])[];
  stdin?: string | Uint8Array;
  env?: Readonly<Record<string, string | undefined>>;
  /** config.json of both sides. */
  config?: object;
  /** Files put into {dir} beforehand: relative path to content. */
  files?: Readonly<Record<string, string>>;
  /** Files in {dir} that the command writes: compared as well (absent equals absent). */
  compare?: readonly string[];
  /** More masks, before the usual ones. */
  mask?: readonly Mask[];
  /** What may differ, with the reason beside it. */
  ignore?: readonly ("stdout" | "stderr" | "code")[];
  /** Compares the lines as a set: for output whose order is by chance. */
  anyOrder?: boolean;
  /** One after the other, where the sides would meet in the same object. */
  sequential?: boolean;
  /** Milliseconds for each command. */
  timeout?: number;
}

export interface ParityOptions {
  /** Engine version; "28.5" unless told. */
  version?: string;
  /** The command line that is compared with Docker; ours as `docker` unless told. */
  subject?: () => readonly string[];
}

/** A test for each case. */
export function cases(list: readonly Case[], options?: ParityOptions): void {
  for (const one of list) test(one.name ?? one.args.join(" "), () => parity(one, options));
}

/** What one side printed and returned, masked. */
interface Outcome {
  stdout: string;
  stderr: string;
  code: number | string | null;
  files: Record<string, string | undefined>;
}

let count = 0;

/** Compares one case; throws an assertion error that shows both sides. */
export async function parity(one: Case, options: ParityOptions = {}): Promise<void> {
  const engine = await privateEngine(options.version);
  const number = `${process.pid.toString(36)}${(++count).toString(36)}`;
  const sides = ["o", "r"].map((letter) => new Side(one, engine, `p${number}-${letter}`));
  const [subject, reference] = sides as [Side, Side];
  try {
    const ownObjects = (one.setup ?? []).some((words) => words.some((word) => /\{(obj\d*|dir)\}/.test(word)));
    for (const side of ownObjects ? sides : [reference]) await side.prepare();
    const command = (options.subject ?? (() => ours("docker")))();
    const theirs = reference.outcome([referencePath()]);
    if (one.sequential) await theirs;
    const [actual, expected] = await Promise.all([subject.outcome(command), theirs]);
    compare(one, actual, expected);
  } finally {
    for (const side of sides) await side.clear();
  }
}

class Side {
  readonly folder = temporaryFolder("side");
  private readonly options: CommandOptions;

  constructor(
    private readonly one: Case,
    private readonly engine: Awaited<ReturnType<typeof privateEngine>>,
    private readonly object: string,
  ) {
    const config = join(this.folder, ".docker");
    mkdirSync(config);
    if (one.config) writeFileSync(join(config, "config.json"), JSON.stringify(one.config));
    for (const [path, content] of Object.entries(one.files ?? {})) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), this.fill(content));
    }
    const env = Object.entries(one.env ?? {}).map(([name, value]) => [name, value === undefined ? value : this.fill(value)]);
    this.options = {
      cwd: this.folder,
      timeout: one.timeout ?? TIME_LIMIT,
      stdin: typeof one.stdin === "string" ? this.fill(one.stdin) : one.stdin,
      env: { HOME: this.folder, DOCKER_CONFIG: config, DOCKER_HOST: engine.host, ...Object.fromEntries(env) },
    };
  }

  /** {obj} is `object` + "1". */
  private fill(text: string): string {
    return text
      .replace(/\{obj(\d?)\}/g, (_, digit: string) => `${this.object}${digit || 1}`)
      .replaceAll("{dir}", this.folder)
      .replaceAll("{ip}", this.engine.ip)
      .replaceAll("{host}", this.engine.host);
  }

  private words(words: readonly string[]): string[] {
    return words.map((word) => this.fill(word));
  }

  async prepare(): Promise<void> {
    for (const step of this.one.setup ?? []) {
      const words = this.words(step);
      const { code, stderr, timedOut } = await run([referencePath(), ...words], { ...this.options, stdin: undefined });
      if (code !== 0) throw new Error(`setup: docker ${words.join(" ")}: ${timedOut ? "no end" : `exit ${code}`}: ${stderr}`);
    }
  }

  async outcome(command: readonly string[]): Promise<Outcome> {
    const result: Result = await run([...command, ...this.words(this.one.args)], this.options);
    const own: Mask[] = [
      [new RegExp(`${this.object}(\\d)`, "g"), "<obj$1>"],
      [new RegExp(this.folder.replace(/[^\w/-]/g, "\\$&"), "g"), "<dir>"],
    ];
    const masked = (text: string) => mask(text, [...own, ...(this.one.mask ?? [])]);
    const text = (bytes: Buffer) => masked(bytes.toString("latin1"));
    const files = (this.one.compare ?? []).map((path) => {
      const file = join(this.folder, path);
      return [path, existsSync(file) ? text(readFileSync(file)) : undefined] as const;
    });
    return {
      stdout: text(result.stdout),
      stderr: text(result.stderr),
      code: result.timedOut ? "did not end in time" : (result.signal ?? result.code),
      files: Object.fromEntries(files),
    };
  }

  /** Removes what bears this side's name, through the API: quicker than a command for each. */
  async clear(): Promise<void> {
    for (const step of this.one.cleanup ?? []) await run([referencePath(), ...this.words(step)], { ...this.options, stdin: undefined });
    const { socket } = this.engine;
    const named = encodeURIComponent(JSON.stringify({ name: [this.object] }));
    const tagged = encodeURIComponent(JSON.stringify({ reference: [`${this.object}*`, `${this.object}*:*`] }));
    for (const { Id } of await apiJson(socket, "GET", `/containers/json?all=1&filters=${named}`)) {
      await apiRequest(socket, "DELETE", `/containers/${Id}?force=1&v=1`);
    }
    for (const { RepoTags } of await apiJson(socket, "GET", `/images/json?filters=${tagged}`)) {
      for (const tag of RepoTags ?? []) if (tag.startsWith(this.object)) await apiRequest(socket, "DELETE", `/images/${tag}?force=1`);
    }
    for (const { Name } of (await apiJson(socket, "GET", `/volumes?filters=${named}`)).Volumes ?? []) {
      await apiRequest(socket, "DELETE", `/volumes/${Name}?force=1`);
    }
    for (const { Id } of await apiJson(socket, "GET", `/networks?filters=${named}`)) await apiRequest(socket, "DELETE", `/networks/${Id}`);
  }
}

function compare(one: Case, actual: Outcome, expected: Outcome): void {
  const sorted = (text: string) => (one.anyOrder ? text.split("\n").sort().join("\n") : text);
  for (const part of ["stdout", "stderr"] as const) {
    actual[part] = one.ignore?.includes(part) ? "" : sorted(actual[part]);
    expected[part] = one.ignore?.includes(part) ? "" : sorted(expected[part]);
    if (sameButForAges(actual[part], expected[part])) actual[part] = expected[part];
  }
  if (one.ignore?.includes("code")) actual.code = expected.code;
  expect(report(actual), `docker ${one.args.join(" ")}`).toBe(report(expected));
}

/** An outcome as text, whose difference reads line by line. */
function report({ stdout, stderr, code, files }: Outcome): string {
  const part = (name: string, text = "(absent)") => `--- ${name}\n${text}${text === "" || text.endsWith("\n") ? "" : "(no newline)\n"}`;
  const written = Object.entries(files).map(([path, text]) => part(`file ${path}`, text));
  return [`--- exit code ${code}\n`, part("stdout", stdout), part("stderr", stderr), ...written].join("");
}
