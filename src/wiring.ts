/** Makes the context that handlers get: closures that read, connect and load only when they are called. */
import fs from "node:fs";
import type { Ctx, Dialect, GlobalFlags } from "./cli/context.js";
import { warningLine } from "./cli/log-line.js";
import { currentContextName } from "./config/current-context.js";
import { type Config, configDir, openConfig } from "./config/file.js";
import type { Engine } from "./engine/engine.js";
import { createPrinter } from "./format/printer.js";
import { input } from "./io/input.js";
import type { Signals } from "./io/signals.js";
import { NO_SPINNER, startSpinner } from "./io/spinner.js";
import { type Output, output } from "./io/streams.js";
import type { Endpoint } from "./transport/endpoint.js";
import { userAgent } from "./version.js";

/** What of the process and the command line the context is made from. */
export interface Surroundings {
  name: Dialect;
  global: GlobalFlags;
  invocation: Ctx["invocation"];
  isBuiltin: Ctx["isBuiltin"];
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  home: string;
  platform: NodeJS.Platform;
  arch: string;
  signals: Signals;
  now(): number;
}

/** The closure's value, made at the first call. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** May another daemon be used if the usual socket is missing? Not if one was named. Docker never looks for one. */
function mayFallBack({ name, global, env }: Surroundings, config: Config): boolean {
  if (name === "docker" || env.DOCKLINE_DISCOVER === "0") return false;
  return !(global.hosts.length > 0 || global.context || env.DOCKER_HOST || env.DOCKER_CONTEXT || config.values.currentContext);
}

/** The endpoint, or the fallback that was found. */
async function fallback(around: Surroundings, config: Config, stderr: Output, endpoint: Endpoint): Promise<Endpoint> {
  const { env, home, platform } = around;
  if (endpoint.kind !== "unix" || !mayFallBack(around, config) || fs.existsSync(endpoint.path)) return endpoint;
  const [{ findFallback }, { userId }] = await Promise.all([import("./engine/endpoint/discover.js"), import("./io/user.js")]);
  return findFallback(endpoint, { env, home, platform, uid: userId() }, (line) => stderr.write(`${line}\n`));
}

async function openEngine(around: Surroundings, config: Config, stderr: Output): Promise<Engine> {
  const { global, env, home, platform, now } = around;
  // Most of the code is loaded here: help, --version and mistyped flags do without it.
  const [{ resolveEndpoint }, { createEngine }, { customHeaders }] = await Promise.all([
    import("./engine/endpoint/resolve.js"),
    import("./engine/client.js"),
    import("./config/headers.js"),
  ]);
  const warn = (text: string) => stderr.write(warningLine(stderr, now(), text));
  const endpoint = await resolveEndpoint({
    flags: global,
    env,
    home,
    platform,
    context: currentContextName({ flags: global, env, configured: () => config.values.currentContext }),
    readContext: async (name) => (await import("./config/contexts.js")).readContextEndpoint(config.dir, name, warn),
    readFile: (path) => fs.readFileSync(path),
  });
  const headers = customHeaders(config.values, env);
  const agent = userAgent(platform === "win32" ? "windows" : platform);
  return createEngine({ endpoint: await fallback(around, config, stderr, endpoint), env, headers, userAgent: agent, platform, now });
}

export function createContext(around: Surroundings): Ctx {
  const { name, global, invocation, isBuiltin, env, cwd, home, platform, arch, signals, now } = around;
  const stdout = output(1, env);
  const stderr = output(2, env);
  const warn = (line: string) => stderr.write(`${line}\n`);
  const config = once(() => openConfig({ dir: configDir(global.config, env, home), warn }));
  const engine = once(() => openEngine(around, config(), stderr));
  const discovered = async () => {
    if (platform === "win32" || !mayFallBack(around, config())) return undefined;
    const usual = (await import("./engine/endpoint/parse-host.js")).localHost(platform);
    if (fs.existsSync(usual.replace("unix://", ""))) return undefined;
    // Resolution errors are ignored here; the plugin reports them itself.
    const endpoint = await engine().then(
      (made) => made.endpoint,
      () => undefined,
    );
    return endpoint?.kind === "unix" && endpoint.host !== usual ? endpoint.host : undefined;
  };
  return {
    name,
    dialect: name,
    global,
    invocation,
    isBuiltin,
    env,
    cwd,
    platform,
    arch,
    stdin: input(0),
    stdout,
    stderr,
    signals,
    now,
    config,
    engine,
    discovered,
    // Docker shows nothing, on a terminal either.
    spinner: (text) => (name === "docker" ? NO_SPINNER : startSpinner(stderr, text)),
    print: createPrinter({ stdout, now, dialect: name, env }),
  };
}
