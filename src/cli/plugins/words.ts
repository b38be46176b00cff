/** How plugins take part in a command line: those that name none of our commands, `help` and completion. */
import { StatusError } from "../../errors.js";
import type { Ctx } from "../context.js";
import { runPlugin, usablePlugin, withGlobals } from "./run.js";

/** Runs the plugin that the first word names with all of them; undefined where there is none. */
export async function runPluginWords(ctx: Ctx, words: readonly string[]): Promise<number | undefined> {
  const [name = ""] = words;
  const plugin = await usablePlugin(ctx, name);
  return plugin && runPlugin(ctx, plugin, withGlobals(ctx, words), { commandPath: `docker ${name}` });
}

/** `help NAME…`: the plugin's own page. Throws StatusError where it fails. */
export async function runPluginHelp(ctx: Ctx, words: readonly string[]): Promise<number | undefined> {
  const [name = ""] = words;
  const plugin = await usablePlugin(ctx, name);
  if (!plugin) return undefined;
  const code = await runPlugin(ctx, plugin, withGlobals(ctx, ["help", ...words]), { commandPath: `docker ${name}`, stoppable: false });
  if (code !== 0) throw new StatusError(`exit status ${code}`);
  return 0;
}

/**
 * `__complete NAME ARGS… LAST`, without the options before NAME: the plugin writes the candidates and the directive.
 * Undefined where no plugin answers, or it fails.
 */
export async function completeByPlugin(ctx: Ctx, words: readonly string[]): Promise<number | undefined> {
  const [name = ""] = words;
  const plugin = await usablePlugin(ctx, name);
  if (!plugin) return undefined;
  const code = await runPlugin(ctx, plugin, ["__complete", ...words], { commandPath: `docker ${name} ${name}`, stoppable: false });
  return code === 0 ? 0 : undefined;
}
