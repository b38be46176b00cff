/** `build` and the like are passed to buildx if that plugin is installed; config `aliases.builder` names another. */
import { currentContextName } from "../../config/current-context.js";
import { StatusError, UserError } from "../../errors.js";
import { askedBuildKit } from "../asked-buildkit.js";
import type { Ctx } from "../context.js";
import { type ClientPlugin, findPlugin } from "./plugin.js";
import { runPlugin, withGlobals } from "./run.js";

const DEFAULT_BUILDER = "buildx";

/** What Docker prints before anything of its classic builder. Scripts that read stderr know it. */
const notice = (why: string) => `DEPRECATED: The legacy builder is deprecated and will be removed in a future release.\n${why}\n\n`;
const NOT_INSTALLED = notice(
  "            Install the buildx component to build images with BuildKit:\n            https://docs.docker.com/go/buildx/",
);
const SWITCHED_OFF = notice(
  "            BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0\n            environment-variable.",
);

const missing = (what: string, wants: string, purpose: string) =>
  `ERROR: ${what} the buildx component ${wants} missing or broken.\n       Install the buildx component to ${purpose}:\n       https://docs.docker.com/go/buildx/`;
const NO_BUILDER = missing("BuildKit is enabled but", "is", "build images with BuildKit");
const NO_BAKE = missing("docker bake requires", "but it is", "use bake");

/** What the builder is asked for instead of `words`, and the words of ours before it; undefined where they ask for no build. Pure. */
export function forwarded(builder: string, words: readonly string[]): { args: string[]; path: string[] } | undefined {
  const [first, second] = words;
  if (first === "builder") return { args: [builder, ...words.slice(1)], path: ["builder"] };
  if (first === "build" || first === "bake") return { args: [builder, ...words], path: [] };
  if (first === "image" && second === "build") return { args: [builder, ...words.slice(1)], path: ["image"] };
  return undefined;
}

/** A builder chosen by hand stays; else the one of the context, so that the image lands where `docker images` shows it. */
function builderEnv(ctx: Ctx, words: readonly string[]): Record<string, string> {
  const named = words.some((word, at) => /^--builder=./.test(word) || (word === "--builder" && Boolean(words[at + 1])));
  if (named || ctx.env.BUILDX_BUILDER) return {};
  const { global: flags, env } = ctx;
  return { BUILDX_BUILDER: currentContextName({ flags, env, configured: () => ctx.config().values.currentContext }) };
}

/** The builder is needed but not available. */
function refusal(plugin: ClientPlugin | undefined, text: string): StatusError {
  return new StatusError(plugin?.Err === undefined ? text : `${plugin.Err}\n\n${text}`);
}

/**
 * Runs the builder where it is to do what `words` ask, and gives its exit code; undefined leaves them to the command of ours,
 * which knows BuildKit itself and needs no plugin: Docker then warns, or refuses.
 * @throws UserError for a DOCKER_BUILDKIT that is no boolean; StatusError where the builder that was asked for is broken
 */
export async function runBuilder(ctx: Ctx, words: readonly string[]): Promise<number | undefined> {
  const alias = ctx.config().values.aliases?.builder;
  const builder = alias ?? DEFAULT_BUILDER;
  const ahead = forwarded(builder, words);
  const asked = askedBuildKit(ctx.env);
  const bake = words[0] === "bake";
  if (!ahead) return undefined;
  if (asked === false && !bake) {
    if (ctx.dialect === "docker") ctx.stderr.write(SWITCHED_OFF);
    return undefined;
  }
  const plugin = await findPlugin(ctx, builder);
  if (plugin && plugin.Err === undefined) {
    const env = alias === undefined ? builderEnv(ctx, words) : {};
    return runPlugin(ctx, plugin, withGlobals(ctx, ahead.args), { commandPath: ["docker", ...ahead.path].join(" "), env });
  }
  if (bake) throw refusal(plugin, NO_BAKE);
  if (alias !== undefined || (plugin && asked)) throw refusal(plugin, NO_BUILDER);
  if (ctx.dialect === "docker" && asked === undefined) ctx.stderr.write(plugin ? `${plugin.Err}\n\n${NOT_INSTALLED}` : NOT_INSTALLED);
  else if (plugin) ctx.stderr.write(`WARNING: not using ${builder}: ${plugin.Err}\n`);
  return undefined;
}

/** Refuses what config `aliases` must not do, before anything is done. Throws UserError with Docker's texts. */
export function checkAliases({ isBuiltin }: Pick<Ctx, "isBuiltin">, aliases: Readonly<Record<string, string>>): void {
  for (const [name, target] of Object.entries(aliases)) {
    if (name !== "builder") throw new UserError(`not allowed to alias "${name}" (allowed: map[string]struct {}{"builder":struct {}{}})`);
    const first = target.split(" ")[0] as string;
    if (first === "" || isBuiltin(first)) throw new UserError(`not allowed to alias with builtin "${target}" as target`);
  }
}
