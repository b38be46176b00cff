/** Where the engine is and how to get there. */
import { UserError } from "../../errors.js";
import type { Endpoint, TlsFiles } from "../../transport/endpoint.js";
import { quote } from "../../values/quote.js";
import { type ParsedUrl, parseUrl } from "../../values/url.js";
import { localHost, parseHost } from "./parse-host.js";
import { checkTls, filesOfFlags, type PemFiles, type TlsFlags } from "./tls-files.js";

/** What the resolution asks. `cli`'s GlobalFlags fits `flags`. */
export interface EndpointSources {
  flags: TlsFlags & { readonly hosts: readonly string[] };
  env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder: certificates are in its `.docker` unless the environment says otherwise. */
  home: string;
  platform: NodeJS.Platform;
  /** Name of the context that counts (config's `currentContextName`). */
  context: string;
  /** Looks a context up; called unless `context` is "default". */
  readContext(name: string): Promise<ContextHost> | ContextHost;
  /** Throws the system's error. */
  readFile(path: string): Buffer;
}

export interface ContextHost {
  host: string;
  skipTlsVerify: boolean;
  tls?: PemFiles;
}

/** Looked at on every start; what they hold is read in proxy.ts. */
const PROXY_VARIABLES = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"];
const PREFIX = "Failed to initialize: ";
const UNRESOLVED = `${PREFIX}unable to resolve docker endpoint: `;
/** sizeof(sockaddr_un.sun_path) on Linux. */
const MAX_SOCKET_PATH = 108;

/**
 * The endpoint that flags, environment and contexts name. Throws UserError with the reference's text for a bad host,
 * an unknown context, certificates that are missing or do not fit.
 */
export async function resolveEndpoint(sources: EndpointSources): Promise<Endpoint> {
  const { host, tls } = await named(sources).catch(prefixed(UNRESOLVED));
  return withSurroundings(await makeEndpoint(host, sources.platform, tls).catch(prefixed(PREFIX)), sources);
}

/**
 * What of the environment the way to the engine depends on. DOCKLINE_SSH_SHARE=0 turns sharing off; Windows' ssh cannot.
 * DOCKLINE_SSH_BATCH=1: ssh fails where it would ask for something.
 */
async function withSurroundings(endpoint: Endpoint, { env, home, platform }: EndpointSources): Promise<Endpoint> {
  if (endpoint.kind === "tcp" && PROXY_VARIABLES.some((name) => env[name])) {
    const proxy = (await import("../../transport/proxy.js")).proxyFor(env, { ...endpoint, tls: endpoint.tls !== undefined });
    return { ...endpoint, ...(proxy && { proxy }) };
  }
  if (endpoint.kind !== "ssh") return endpoint;
  const batch = env.DOCKLINE_SSH_BATCH === "1" && { batch: true };
  if (env.DOCKLINE_SSH_SHARE === "0" || platform === "win32") return { ...endpoint, ...batch };
  return { ...endpoint, ...batch, share: { home, ...(env.XDG_RUNTIME_DIR && { runtimeDir: env.XDG_RUNTIME_DIR }) } };
}

/**
 * What -H, DOCKER_HOST and the TLS options say: the default context. Throws UserError for a bad host and for files that
 * are missing; whether they fit is not looked at.
 */
export function defaultEndpoint(sources: DefaultSources): ContextHost {
  try {
    const { host, tls } = ofOptions(sources);
    const { skipVerify = false, ...files } = tls ?? {};
    return { host, skipTlsVerify: skipVerify, ...(Object.keys(files).length > 0 && { tls: files }) };
  } catch (error) {
    throw new UserError((error as Error).message, { cause: error });
  }
}

/** Throws UserError, as `context create` words it, where no engine could be reached with this. */
export async function checkContextHost({ host, skipTlsVerify, tls }: ContextHost, platform: NodeJS.Platform): Promise<void> {
  if (host === "") return;
  const wanted = tls !== undefined || skipTlsVerify;
  const ready = await prepare(host, wanted ? { ...tls, skipVerify: skipTlsVerify } : undefined).catch(
    prefixed("invalid docker endpoint options: "),
  );
  try {
    address(host, ready, platform);
  } catch (error) {
    prefixed("unable to apply docker endpoint options: ")(error);
  }
}

export type DefaultSources = Pick<EndpointSources, "flags" | "env" | "home" | "platform" | "readFile">;
type Named = { host: string; tls?: TlsFiles };

function prefixed(prefix: string) {
  return (error: unknown): never => {
    throw new UserError(prefix + (error as Error).message, { cause: error });
  };
}

async function named(sources: EndpointSources): Promise<Named> {
  const { platform } = sources;
  if (sources.context !== "default") {
    const { host, skipTlsVerify, tls } = await sources.readContext(sources.context);
    const wanted = tls !== undefined || skipTlsVerify;
    return { host: host || localHost(platform), ...(wanted && { tls: { ...tls, skipVerify: skipTlsVerify } }) };
  }
  return ofOptions(sources);
}

function ofOptions(sources: DefaultSources): Named {
  const { flags, env, platform } = sources;
  if (flags.hosts.length > 1) throw new Error("Specify only one -H");
  const tls = filesOfFlags(sources);
  const host = parseHost(flags.hosts[0] ?? env.DOCKER_HOST ?? "", platform, tls !== undefined);
  return { host, ...(tls && { tls: tls() }) };
}

/** From a whole host text to an endpoint. Throws an Error with the reference's text. */
async function makeEndpoint(host: string, platform: NodeJS.Platform, tls: TlsFiles | undefined): Promise<Endpoint> {
  return address(host, await prepare(host, tls), platform);
}

interface Prepared {
  url: ParsedUrl;
  ssh?: Endpoint;
  tls?: TlsFiles;
}

/** What is looked at before the host as an address: ssh's own rules, and certificates. */
async function prepare(host: string, tls: TlsFiles | undefined): Promise<Prepared> {
  const url = parseUrl(host);
  if (url.scheme === "ssh") return { url, ssh: sshEndpoint(host, url) };
  const local = url.scheme === "unix" || url.scheme === "npipe";
  return { url, ...(tls && !local && { tls: await checkTls(tls) }) };
}

function address(host: string, { url, ssh, tls }: Prepared, platform: NodeJS.Platform): Endpoint {
  if (ssh) return ssh;
  const separator = host.indexOf("://");
  const [proto, rest] = [host.slice(0, Math.max(separator, 0)), host.slice(separator + 3)];
  if (separator < 0 || rest === "") throw new Error(`unable to parse docker host \`${host}\``);
  if (proto === "unix") {
    if (Buffer.byteLength(rest) > MAX_SOCKET_PATH) throw new Error(`unix socket path ${quote(rest)} is too long`);
    return { kind: "unix", host, path: rest };
  }
  if (proto === "npipe") {
    if (platform !== "win32") throw new Error("protocol not available");
    return { kind: "npipe", host, path: rest };
  }
  const port = Number(url.port || (tls ? 443 : 80));
  const basePath = proto === "tcp" ? encodeURI(url.path).replace(/\/+$/, "") : "";
  return { kind: "tcp", host, hostname: url.hostname, port, basePath, ...(tls && { tls }) };
}

/** `ssh://[USER@]HOST[:PORT][/SOCKET]`. */
function sshEndpoint(host: string, url: ParsedUrl): Endpoint {
  const bad = (why: string) => new Error(`ssh host connection is not valid: invalid SSH URL: ${why}`);
  if (url.password !== undefined) throw bad("plain-text password is not supported");
  if (url.hostname === "") throw bad("hostname is empty");
  if (url.query !== "") throw bad(`query parameters are not allowed: ${quote(url.query)}`);
  if (url.fragment !== "") throw bad(`fragments are not allowed: ${quote(url.fragment)}`);
  return {
    kind: "ssh",
    host,
    ...(url.username && { user: url.username }),
    hostname: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    ...(url.path && { socket: url.path }),
  };
}
