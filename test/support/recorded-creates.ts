/** Replays one recording of Docker: the same words through our flags, to the same body or the same refusal. */

import fs from "node:fs";
import path from "node:path";
import { checkArity } from "../../src/cli/arity.js";
import type { Ctx } from "../../src/cli/context.js";
import { bool, str } from "../../src/cli/flags.js";
import { parseCommand } from "../../src/cli/parse-command.js";
import { defineCommand } from "../../src/cli/spec.js";
import { checkSupport } from "../../src/cli/support.js";
import { usageLine, withUsage } from "../../src/cli/usage.js";
import { toCreateBody } from "../../src/commands/container/create/body.js";
import { type CreateValues, createFlags } from "../../src/commands/container/create/flags.js";
import { bodyWarnings, flagWarnings, usageFailure } from "../../src/commands/container/create/messages.js";
import { encodeBody, forVersion, toCreateRequest, wantsLogins } from "../../src/commands/container/create/request.js";
import { detachStreams } from "../../src/commands/container/create/streams.js";
import type { CreateBody } from "../../src/commands/container/create/types.js";
import { StatusError, UserError } from "../../src/errors.js";
import type { ProxySettings } from "../../src/values/proxy.js";
import { FILES } from "../fixtures/create-cases.mjs";

type Body = Record<string, unknown> & { HostConfig: Record<string, unknown>; NetworkingConfig: Record<string, unknown> };

export interface Recorded {
  verb: "create" | "run";
  args: string[];
  api?: string;
  os?: string;
  env?: Record<string, string>;
  config?: { proxies?: Record<string, ProxySettings>; auths?: object };
  /** Of a request that was made: what differs from the bare one, and what it lacks. */
  set?: Record<string, unknown>;
  gone?: string[];
  query?: Record<string, string>;
  /** Of a refusal. */
  code?: number;
  stderr?: string;
}

export interface Replayed {
  body?: Body;
  query?: object;
  code?: number;
  stderr?: string;
}

// Docker says "EOF" for an empty value, which tells nobody anything: the one text that is ours.
const recorded = fs
  .readFileSync(path.join(import.meta.dirname, "../fixtures/create-bodies.json"), "utf8")
  .replaceAll(/ (flag|options): EOF/g, " $1: the value is empty");
const fixture = JSON.parse(recorded);
export const recordings: readonly Recorded[] = fixture.cases;
const cwd: string = fixture.cwd;
const host = `unix://${path.join(cwd, "../engine.sock")}`;

const runFlags = { ...createFlags, detach: bool("", { short: "d" }), detachKeys: str(""), sigProxy: bool("", { def: true }) };
const specOf = (verb: "create" | "run") =>
  defineCommand({
    path: verb,
    summary: "",
    usage: "[OPTIONS] IMAGE [COMMAND] [ARG...]",
    args: { min: 1 },
    flags: verb === "run" ? runFlags : createFlags,
    interspersed: false,
    run: async () => 0,
  });

/** Integers that a double cannot hold are "#int:DIGITS" in recordings. */
const exact = (text: string) => JSON.parse(text.replace(/([:[,])(-?\d{16,})(?=[,}\]])/g, '$1"#int:$2"'));

function readFile(file: string): Uint8Array {
  const name = path.relative(cwd, file);
  const fail = (code: string, text: string) => Object.assign(new Error(`${code}: ${text}, open '${file}'`), { code });
  if (Object.hasOwn(FILES, name)) return Buffer.from((FILES as Record<string, string>)[name] as string, "latin1");
  const folder = Object.keys(FILES).some((known) => known.startsWith(`${name}/`));
  throw folder ? fail("EISDIR", "illegal operation on a directory") : fail("ENOENT", "no such file or directory");
}

/** Lists whose order is that of a Go map. */
function unordered(body: Body): Body {
  const sorted = (list: unknown) => (Array.isArray(list) ? [...list].sort() : list);
  return { ...body, Env: sorted(body.Env), HostConfig: { ...body.HostConfig, Binds: sorted(body.HostConfig.Binds) } };
}

/** What Docker sent or said. */
export function expected(recorded: Recorded): Replayed {
  const { code, stderr = "", set = {}, gone = [], query = {} } = recorded;
  if (code !== undefined) return { code, stderr };
  const body: Body = structuredClone(fixture.base);
  const place = (name: string): [Record<string, unknown>, string] => {
    const [part = "", key] = name.split(".");
    return key === undefined ? [body, part] : [body[part] as Record<string, unknown>, name.slice(part.length + 1)];
  };
  for (const [name, value] of Object.entries(set)) {
    const [target, key] = place(name);
    target[key] = value;
  }
  for (const name of gone) {
    const [target, key] = place(name);
    delete target[key];
  }
  return { body: unordered(body), query, stderr: stderr.replace(/^time=\S+ /gm, "") };
}

function contextOf(recorded: Recorded): Ctx {
  const engine = {
    apiVersion: async () => recorded.api ?? "1.50",
    ping: async () => ({ osType: recorded.os ?? "linux", experimental: false }),
  };
  return { name: "docker", engine: async () => engine } as unknown as Ctx;
}

/** Runs `make` as the verb reports its errors: with the hint to --help, or plainly. */
function reported<T>(verb: "create" | "run", plain: boolean, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw plain ? error : usageFailure("docker", verb, error);
  }
}

function bodyOf(recorded: Recorded, flags: CreateValues & { detach?: boolean }, changed: Set<string>, args: string[]): CreateBody {
  const { verb, env = {}, os: osType = "linux", config } = recorded;
  const [image = "", ...rest] = args;
  const input = { image, args: rest, env, cwd, readFile, osType, host, proxies: config?.proxies };
  const body = reported(verb, false, () => toCreateBody(flags, changed, input));
  return flags.detach ? detachStreams(body, flags) : body;
}

async function made(recorded: Recorded): Promise<Replayed> {
  const { verb, args, api: apiVersion = "1.50", config } = recorded;
  const spec = specOf(verb);
  const usage = usageLine(`docker ${verb}`, spec.usage);
  const outcome = parseCommand(spec, args);
  if (outcome.failure) {
    await checkSupport(contextOf(recorded), spec, `docker ${verb}`, outcome.changed);
    throw withUsage(outcome.failure, `docker ${verb}`, usage);
  }
  checkArity("docker", `docker ${verb}`, usage, spec.args, outcome.args.length);
  await checkSupport(contextOf(recorded), spec, `docker ${verb}`, outcome.changed);
  const flags = outcome.values as CreateValues;
  const body = bodyOf(recorded, flags, outcome.changed, outcome.args);
  const hasLogins = wantsLogins(body, flags) && Object.keys(config?.auths ?? {}).length > 0;
  const client = { os: "linux", architecture: "amd64" };
  const request = reported(verb, verb === "create", () =>
    forVersion(toCreateRequest(body, flags, { apiVersion, host, client, consoleSize: [0, 0], hasLogins }), apiVersion),
  );
  const logged = flagWarnings(flags).map((text) => `level=warning msg="${text}"\n`);
  const warned = bodyWarnings(request.body).map((text) => `WARNING: ${text}\n`);
  return {
    body: unordered(exact(Buffer.from(encodeBody(request.body)).toString())),
    query: JSON.parse(JSON.stringify(request.query)),
    stderr: [...logged, ...warned].join(""),
  };
}

export async function replay(recorded: Recorded): Promise<Replayed> {
  try {
    return await made(recorded);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return { code: error.exitCode, stderr: `${error.message}\n` };
  }
}
