/** Where the engine is and how to get there. */
import { UserError } from "../errors.js";
import { quote } from "../values/quote.js";
import { type ParsedUrl, parseUrl } from "./go-url.js";
import { localHost, parseHost } from "./parse-host.js";
import { checkTls, filesOfFlags, type PemFiles, type TlsFlags } from "./tls-files.js";

export interface TlsFiles {
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
  /** Accept any server certificate (--tls without --tlsverify, context skip-tls-verify). */
  skipVerify: boolean;
}

export type Endpoint =
  | { kind: "unix" | "npipe"; host: string; path: string }
  /** `basePath` is "" or begins with a slash and ends without one; percent-encoded. */
  | { kind: "tcp"; host: string; hostname: string; port: number; basePath: string; tls?: TlsFiles }
  | { kind: "ssh"; host: string; user?: string; hostname: string; port?: number; socket?: string };

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
  return makeEndpoint(host, sources.platform, tls).catch(prefixed(PREFIX));
}

type Named = { host: string; tls?: TlsFiles };

function prefixed(prefix: string) {
  return (error: unknown): never => {
    throw new UserError(prefix + (error as Error).message, { cause: error });
  };
}

async function named(sources: EndpointSources): Promise<Named> {
  const { flags, env, platform } = sources;
  if (sources.context !== "default") {
    const { host, skipTlsVerify, tls } = await sources.readContext(sources.context);
    const wanted = tls !== undefined || skipTlsVerify;
    return { host: host || localHost(platform), ...(wanted && { tls: { ...tls, skipVerify: skipTlsVerify } }) };
  }
  if (flags.hosts.length > 1) throw new Error("Specify only one -H");
  const tls = filesOfFlags(sources);
  const host = parseHost(flags.hosts[0] ?? env.DOCKER_HOST ?? "", platform, tls !== undefined);
  return { host, ...(tls && { tls: tls() }) };
}

/** From a whole host text to an endpoint. Throws an Error with the reference's text. */
async function makeEndpoint(host: string, platform: NodeJS.Platform, tls: TlsFiles | undefined): Promise<Endpoint> {
  const url = parseUrl(host);
  if (url.scheme === "ssh") return sshEndpoint(host, url);
  const separator = host.indexOf("://");
  const [proto, address] = [host.slice(0, Math.max(separator, 0)), host.slice(separator + 3)];
  if (separator < 0 || address === "") throw new Error(`unable to parse docker host \`${host}\``);
  if (proto === "unix") {
    if (Buffer.byteLength(address) > MAX_SOCKET_PATH) throw new Error(`unix socket path ${quote(address)} is too long`);
    return { kind: "unix", host, path: address };
  }
  if (proto === "npipe") {
    if (platform !== "win32") throw new Error("protocol not available");
    return { kind: "npipe", host, path: address };
  }
  const files = tls && (await checkTls(tls));
  const port = Number(url.port || (files ? 443 : 80));
  const basePath = proto === "tcp" ? encodeURI(url.path).replace(/\/+$/, "") : "";
  return { kind: "tcp", host, hostname: url.hostname, port, basePath, ...(files && { tls: files }) };
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
