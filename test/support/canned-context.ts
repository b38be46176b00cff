/** A context whose engine answers from memory, and whose outputs are kept: handlers run whole, without a process. */
import { createCommandTable, type ProgramCtx } from "../../src/cli/command-table.js";
import { entries } from "../../src/commands/manifest.gen.js";
import { createPrinter } from "../../src/format/printer.js";
import type { Output } from "../../src/io/streams.js";

export interface Canned {
  dialect: "docker" | "dockline";
  /** Milliseconds since the epoch. */
  now: number;
  /** "/containers/json" to the answer. */
  answers: Readonly<Record<string, unknown>>;
  /** Columns and colour of the terminal that stdout is; absent: a pipe. */
  terminal?: { width: number; colour?: boolean };
  config?: object;
  env?: Readonly<Record<string, string>>;
}

export interface CannedContext {
  ctx: ProgramCtx;
  /** Path and query of each request. */
  requests: { path: string; query: unknown }[];
  written: { stdout: string; stderr: string; writes: number };
}

const commands = createCommandTable(entries);

export function cannedContext({ dialect, now, answers, terminal, config = {}, env = { TZ: "" } }: Canned): CannedContext {
  const written = { stdout: "", stderr: "", writes: 0 };
  const requests: { path: string; query: unknown }[] = [];
  const output = (name: "stdout" | "stderr"): Output => ({
    fd: name === "stdout" ? 1 : 2,
    isTTY: terminal !== undefined,
    width: () => terminal?.width ?? 0,
    height: () => (terminal ? 24 : 0),
    colour: terminal?.colour ?? false,
    write(chunk) {
      written[name] += chunk;
      written.writes++;
    },
    async writeAsync() {},
  });
  const engine = {
    apiVersion: async () => "1.51",
    ping: async () => ({ apiVersion: "1.51", osType: "linux", experimental: false, builderVersion: "2" }),
    async json(_method: string, path: string, { query }: { query?: unknown } = {}) {
      requests.push({ path, query });
      return structuredClone(answers[path]);
    },
  };
  const stdout = output("stdout");
  const ctx = {
    name: dialect,
    dialect,
    commands,
    isBuiltin: (word: string) => commands.entryOf(word) !== undefined || commands.isGroup(word),
    env,
    stdout,
    stderr: output("stderr"),
    now: () => now,
    config: () => ({ values: config }),
    engine: async () => engine,
    print: createPrinter({ stdout, now: () => now, dialect, env }),
  };
  return { ctx: ctx as unknown as ProgramCtx, requests, written };
}
