/** Which daemon the user named, in three steps: choose the host, turn it into an endpoint, apply the environment. */
import { EndpointError, type EndpointProblem } from "../../errors/connection.js";
import { StatusError } from "../../errors.js";
import type { Endpoint, TlsFiles } from "../../transport/endpoint.js";
import { addressOf, checkHost } from "./host-endpoint.js";
import { localHost, parseHost } from "./parse-host.js";
import { filesOfFlags, type PemFiles, type TlsFlags } from "./tls-files.js";

/** What the resolution reads. `cli`'s GlobalFlags fits `flags`. */
export interface EndpointSources {
  flags: TlsFlags & { readonly hosts: readonly string[] };
  env: Readonly<Record<string, string | undefined>>;
  /** The home directory: certificates are in its `.docker` unless the environment says otherwise. */
  home: string;
  platform: NodeJS.Platform;
  /** Name of the current context (config's `currentContextName`). */
  context: string;
  /** Looks a context up. Not called for "default". */
  readContext(name: string): Promise<ContextHost> | ContextHost;
  /** Throws the system's error. */
  readFile(path: string): Buffer;
}

/** The daemon of a context. */
export interface ContextHost {
  host: string;
  skipTlsVerify: boolean;
  tls?: PemFiles;
}

/** A host with the TLS files that its certificates are checked with. */
export interface ChosenHost {
  host: string;
  tls?: TlsFiles;
}

/** Checked at every start; what they hold is read in proxy.ts. */
const PROXY_VARIABLES = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"];
const PREFIX = "Failed to initialize: ";

/**
 * The endpoint that flags, environment and contexts name. Throws EndpointError with Docker's text for an invalid host, an
 * unknown context, and certificates that are missing or do not fit.
 */
export async function resolveEndpoint(sources: EndpointSources): Promise<Endpoint> {
  const { host, tls } = await chooseHost(sources).catch(failed(`${PREFIX}unable to resolve docker endpoint: `));
  const endpoint = await checkHost(host, tls)
    .then((checked) => addressOf(checked, sources.platform))
    .catch(failed(PREFIX));
  return applyEnvironment(endpoint, sources);
}

async function chooseHost(sources: EndpointSources): Promise<ChosenHost> {
  if (sources.context === "default") return hostOfOptions(sources);
  const context = await sources.readContext(sources.context);
  const tls = tlsOfContext(context);
  return { host: context.host || localHost(sources.platform), ...(tls && { tls }) };
}

/** Undefined if the context does not use TLS. */
export function tlsOfContext({ skipTlsVerify, tls }: ContextHost): TlsFiles | undefined {
  return tls !== undefined || skipTlsVerify ? { ...tls, skipVerify: skipTlsVerify } : undefined;
}

/** The host and TLS files of -H, DOCKER_HOST and the TLS options: the default context. Throws an Error with Docker's text. */
export function hostOfOptions(sources: Omit<EndpointSources, "context" | "readContext">): ChosenHost {
  const { flags, env, platform } = sources;
  if (flags.hosts.length > 1) throw new EndpointError("Specify only one -H", "several-hosts");
  const readTls = filesOfFlags(sources);
  const host = parseHost(flags.hosts[0] ?? env.DOCKER_HOST ?? "", platform, readTls !== undefined);
  return { host, ...(readTls && { tls: readTls() }) };
}

/**
 * Adds what the environment says about the connection. DOCKLINE_SSH_SHARE=0 turns sharing off; the ssh of Windows cannot share.
 * DOCKLINE_SSH_BATCH=1: ssh fails instead of asking.
 */
async function applyEnvironment(endpoint: Endpoint, { env, home, platform }: EndpointSources): Promise<Endpoint> {
  if (endpoint.kind === "tcp" && PROXY_VARIABLES.some((name) => env[name])) {
    const proxy = (await import("../../transport/proxy.js")).proxyFor(env, { ...endpoint, tls: endpoint.tls !== undefined });
    return { ...endpoint, ...(proxy && { proxy }) };
  }
  if (endpoint.kind !== "ssh") return endpoint;
  const batch = env.DOCKLINE_SSH_BATCH === "1" && { batch: true };
  if (env.DOCKLINE_SSH_SHARE === "0" || platform === "win32") return { ...endpoint, ...batch };
  return { ...endpoint, ...batch, share: { home, ...(env.XDG_RUNTIME_DIR && { runtimeDir: env.XDG_RUNTIME_DIR }) } };
}

function failed(prefix: string) {
  return (error: unknown): never => {
    throw new EndpointError(prefix + (error as Error).message, problemOf(error), { cause: error });
  };
}

function problemOf(error: unknown): EndpointProblem {
  if (error instanceof EndpointError) return error.problem;
  return error instanceof StatusError && error.kind === "not-found" ? "no-context" : "address";
}
