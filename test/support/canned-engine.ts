/** `version` and `info` as the program runs them, on an engine that answers from memory. */
import type { GlobalFlags } from "../../src/cli/context.js";
import info from "../../src/commands/system/info.js";
import version from "../../src/commands/system/version.js";
import { StatusError } from "../../src/errors.js";
import { cannedContext } from "./canned-context.js";

export interface Canned {
  /** Text of the one answer, or what is thrown instead of it. */
  answer?: string | Error;
  apiVersion?: string;
  /** Thrown when the engine is asked for: the endpoint does not resolve. */
  unresolved?: Error;
  dialect?: "docker" | "dockline";
  global?: Partial<GlobalFlags>;
  config?: object;
  env?: Record<string, string>;
}

export interface Ran {
  stdout: string;
  /** With the error that ended the command, as `main` prints it. */
  stderr: string;
  code: number;
  requests: string[];
}

export async function run(command: "version" | "info", format: string, canned: Canned = {}): Promise<Ran> {
  const { answer = "{}", apiVersion = "1.50", unresolved, dialect = "docker", global, config = {}, env = {} } = canned;
  const { ctx, written } = cannedContext({ dialect, now: 0, answers: {}, env });
  const requests: string[] = [];
  const engine = {
    apiVersion: async () => apiVersion,
    async request(method: string, path: string) {
      requests.push(`${method} ${path}`);
      if (typeof answer !== "string") throw answer;
      return { bytes: async () => Buffer.from(answer) };
    },
  };
  const whole = {
    ...ctx,
    arch: "x64",
    platform: "linux",
    global: { debug: false, hosts: [], logLevel: "info", ...global },
    config: () => ({ dir: "/nowhere", path: "/nowhere/config.json", values: config }),
    async engine() {
      if (unresolved) throw unresolved;
      return engine;
    },
  };
  let code = 0;
  try {
    // biome-ignore lint/suspicious/noExplicitAny: both specs have this one flag
    code = (await (command === "info" ? info : version).run(whole as any, [], { format }, new Set())) ?? 0;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    written.stderr += `${error.message}\n`;
    code = error.exitCode;
  }
  return { stdout: written.stdout, stderr: written.stderr, code, requests };
}
