/** Running a plugin in our place: same terminal, same process group, its exit code is ours. */
import type { ChildProcess } from "node:child_process";
import { StatusError } from "../../errors.js";
import { stdioNamedBy } from "../../io/inherited.js";
import { errnoText } from "../../values/errno.js";
import type { Ctx } from "../context.js";
import { type ClientPlugin, findPlugin, pluginEnv } from "./plugin.js";
import { openStopSocket, type StopSocket } from "./stop-socket.js";

export interface PluginRun {
  /** The command words that led to it, as plugins' telemetry names them: "docker compose". */
  commandPath: string;
  /** Added to the environment. */
  env?: Readonly<Record<string, string>>;
  /** Give it the socket that tells it to stop. */
  stoppable?: boolean;
}

/** Exit code of a plugin that a signal ended: what Docker makes of Go's -1. */
const KILLED = 255;
/** After as many INT and TERM the next one ends us, and kills a plugin that did not listen. */
const PATIENT_SIGNALS = 2;

/** The plugin that `word` names, if it can be used. */
export async function usablePlugin(ctx: Ctx, word: string): Promise<ClientPlugin | undefined> {
  if (ctx.isBuiltin(word)) return undefined;
  const plugin = await findPlugin(ctx, word);
  return plugin?.Err === undefined ? plugin : undefined;
}

/** Our options as they were typed, then `words`. */
export function withGlobals(ctx: Ctx, words: readonly string[]): string[] {
  return [...(ctx.invocation?.globals ?? []), ...words];
}

/** Where traces of the plugin say they come from, behind what the environment has already. */
function resourceAttributes(before: string | undefined, commandPath: string): string {
  const own = `docker.cli.cobra.command_path=${encodeURIComponent(commandPath)}`;
  return before ? `${before},${own}` : own;
}

/**
 * Runs it to its end and gives its exit code.
 * @throws StatusError where it cannot be started
 */
export async function runPlugin(ctx: Ctx, plugin: ClientPlugin, args: readonly string[], run: PluginRun): Promise<number> {
  const { spawn } = await import("node:child_process");
  const socket = run.stoppable === false ? undefined : await openStopSocket(ctx.platform);
  const host = run.stoppable === false ? undefined : await ctx.discovered();
  const env = {
    ...pluginEnv(ctx),
    ...(host && { DOCKER_HOST: host }),
    OTEL_RESOURCE_ATTRIBUTES: resourceAttributes(ctx.env.OTEL_RESOURCE_ATTRIBUTES, run.commandPath),
    ...(socket && { DOCKER_CLI_PLUGIN_SOCKET: socket.address }),
    ...run.env,
  };
  const child = spawn(plugin.Path, [...args], { stdio: stdioNamedBy(args), env });
  const release = passSignals(ctx, child, socket);
  try {
    return await ending(child, plugin);
  } finally {
    release();
    socket?.close();
  }
}

/**
 * On a terminal the kernel has sent the plugin what it sent us. Elsewhere INT and TERM reach us alone: the socket's end tells
 * the plugin. The third ends us (main does), and the plugin with us. Without a listener here the first would end us.
 */
function passSignals(ctx: Ctx, child: ChildProcess, socket: StopSocket | undefined): () => void {
  let seen = 0;
  const forget = ctx.signals.cleanup(() => {
    if (seen >= PATIENT_SIGNALS && !ctx.stdout.isTTY) child.kill("SIGKILL");
  });
  const stop = ctx.signals.on(["SIGINT", "SIGTERM"], () => {
    seen++;
    if (!ctx.stdout.isTTY) socket?.close();
  });
  return () => {
    forget();
    stop();
  };
}

function ending(child: ChildProcess, { Path }: ClientPlugin): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new StatusError(`fork/exec ${Path}: ${errnoText(error)}`, 1, { cause: error })));
    child.once("exit", (code) => resolve(code ?? KILLED));
  });
}
