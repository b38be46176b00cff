/** Contexts by name, the default one (-H, DOCKER_HOST, or the local engine) among them. */
import fs from "node:fs";
import type { Ctx } from "../../cli/context.js";
import { readMaterial, storageOf, type TlsMaterial } from "../../config/context-store.js";
import { type ContextTls, readContext, type StoredContext, TLS_FILES } from "../../config/contexts.js";
import { currentContextName, DEFAULT_CONTEXT } from "../../config/current-context.js";
import { defaultEndpoint } from "../../engine/endpoint/context-host.js";
import { homeDirectory } from "../../io/user.js";

const IN_MEMORY = "<IN MEMORY>";

/** The context that commands without --context use. Throws UserError for --context with -H. */
export function currentName({ global, env, config }: Ctx): string {
  return currentContextName({ flags: global, env, configured: () => config().values.currentContext });
}

/** Throws UserError where there is no such context, it is damaged, or the options of the default one are wrong. */
export function contextNamed(ctx: Ctx, name: string): StoredContext {
  return name === DEFAULT_CONTEXT ? defaultContext(ctx).stored : readContext(ctx.config().dir, name);
}

/** The TLS files of a context that exists. Throws UserError. */
export function materialOf(ctx: Ctx, name: string): TlsMaterial {
  return name === DEFAULT_CONTEXT ? defaultContext(ctx).material : readMaterial(ctx.config().dir, name);
}

/** Where its files are. */
export function foldersOf(ctx: Ctx, name: string): { meta: string; tls: string } {
  return name === DEFAULT_CONTEXT ? { meta: IN_MEMORY, tls: IN_MEMORY } : storageOf(ctx.config().dir, name);
}

/** The description that lists and copies of the default context bear, which itself has none. */
export function describe({ name, description }: StoredContext): string {
  return name === DEFAULT_CONTEXT ? "Current DOCKER_HOST based configuration" : description;
}

function defaultContext({ global, env, platform }: Ctx): { stored: StoredContext; material: TlsMaterial } {
  const home = homeDirectory(env);
  const { host, skipTlsVerify, tls } = defaultEndpoint({ flags: global, env, platform, home, readFile: (file) => fs.readFileSync(file) });
  return {
    stored: { name: DEFAULT_CONTEXT, description: "", metadata: {}, docker: { host, skipTlsVerify } },
    material: tls ? { docker: tlsFiles(tls) } : {},
  };
}

/** Under the names that the store has for them. */
export function tlsFiles(tls: ContextTls): Record<string, Buffer> {
  const entries = Object.entries(TLS_FILES).map(([file, kind]) => [file, tls[kind]] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Buffer] => entry[1] !== undefined));
}
