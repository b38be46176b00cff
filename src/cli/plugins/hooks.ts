/** Hooks: on a terminal, plugins named in the configuration may say what to do next after a command (`plugins.NAME.hooks`). */

import { parseBool } from "../../values/bool.js";
import { encodeJson } from "../../values/json/encode.js";
import type { Ctx } from "../context.js";
import { type HookCommand, hookLines } from "./hook-template.js";
import { findPlugin, pluginEnv } from "./plugin.js";

/** The command that has ended, as hooks see it. */
export interface Ended {
  /** "image ls"; of a plugin all the words. */
  words: string;
  /** Flags that were written: the value of a switch, "" for all others. */
  flags: Readonly<Record<string, string>>;
  /** What it failed with; "" where it did not. */
  error: string;
  command: HookCommand;
}

/** The only type of answer. */
const NEXT_STEPS = 0;
const PATIENCE_MS = 10_000;

function truth(text: string): boolean {
  try {
    return parseBool(text);
  } catch {
    return false;
  }
}

/** May hooks run at all: a terminal, and DOCKER_CLI_HOOKS, DOCKER_CLI_HINTS or features.hooks say so. */
export function hooksEnabled({ stdout, env, config }: Pick<Ctx, "stdout" | "env" | "config">): boolean {
  if (!stdout.isTTY) return false;
  const asked = env.DOCKER_CLI_HOOKS || env.DOCKER_CLI_HINTS || config().values.features?.hooks;
  return asked !== undefined && truth(String(asked));
}

/** The words of the configuration that the command begins with, if any. Pure. */
export function matchingHook(hooks: string, words: string): string | undefined {
  const said = words.split(" ");
  return hooks === "" ? undefined : hooks.split(",").find((hook) => hook.split(" ").every((word, at) => said[at] === word));
}

/** Flags recognised by their form alone, since those of plugins are unknown. Pure. */
export function naiveFlags(words: readonly string[]): Record<string, string> {
  const names = words.filter((word) => word.startsWith("-")).map((word) => word.replace(/^--?/, ""));
  return Object.fromEntries(names.map((name) => [name, ""]));
}

const sortedKeys = (flags: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(flags).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Asks one plugin; nothing where it fails or has nothing to say. */
async function ask(ctx: Ctx, name: string, hook: string, { flags, error, command }: Ended): Promise<string[]> {
  const plugin = await findPlugin(ctx, name);
  if (!plugin) return [];
  const { execFile } = await import("node:child_process");
  const data = encodeJson({ RootCmd: hook, Flags: sortedKeys(flags), CommandError: error });
  const options = { env: pluginEnv(ctx), timeout: PATIENCE_MS };
  const answer = await new Promise<string>((resolve) => {
    const child = execFile(plugin.Path, [plugin.Name, "docker-cli-plugin-hooks", data], options, (failed, stdout) =>
      resolve(failed ? "" : stdout),
    );
    child.stdin?.end();
  });
  try {
    const { Type = NEXT_STEPS, Template = "" } = JSON.parse(answer) as { Type?: number; Template?: string };
    const lines = Type === NEXT_STEPS ? hookLines(Template, command) : [];
    return lines.some((line) => line.trim() !== "") ? lines : [];
  } catch {
    // A failing hook must not break the command.
    return [];
  }
}

/** Runs the hooks that are meant for the command and prints what they say to stderr. Never throws. */
export async function runHooks(ctx: Ctx, ended: Ended): Promise<void> {
  const lines: string[] = [];
  for (const [name, settings] of Object.entries(ctx.config().values.plugins ?? {})) {
    const hook = matchingHook(settings.hooks ?? "", ended.words);
    if (hook !== undefined) lines.push(...(await ask(ctx, name, hook, ended)));
  }
  if (lines.length > 0) ctx.stderr.write(`\x1b[1m\nWhat's next:\x1b[0m\n${lines.map((line) => `    ${line}\n`).join("")}`);
}
