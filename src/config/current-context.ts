/** Which context to use. Separate from the store, so that commands that only need the name do not load it. */
import { UserError } from "../errors.js";

export const DEFAULT_CONTEXT = "default";

export interface ContextSources {
  /** The global options (`cli`'s GlobalFlags fits). */
  flags: { readonly context?: string; readonly hosts: readonly string[] };
  env: Readonly<Record<string, string | undefined>>;
  /** `currentContext` of config.json; asked for only if nothing else decides. */
  configured(): string | undefined;
}

/**
 * The context's name: --context, else the default one where -H or DOCKER_HOST says which daemon is meant, else
 * DOCKER_CONTEXT, else the configured one. An empty value counts as none. The default context is "-H, DOCKER_HOST or
 * the local socket". Throws UserError for --context with -H.
 */
export function currentContextName({ flags, env, configured }: ContextSources): string {
  if (flags.context) {
    if (flags.hosts.length > 0) throw new UserError("conflicting options: cannot specify both --host and --context");
    return flags.context;
  }
  if (flags.hosts.length > 0 || env.DOCKER_HOST) return DEFAULT_CONTEXT;
  return env.DOCKER_CONTEXT || configured() || DEFAULT_CONTEXT;
}
