/** From the text of a host, with TLS files, to an endpoint. In Docker's order, so that the first error is the same. */
import type { Endpoint, TlsFiles } from "../../transport/endpoint.js";
import { quote } from "../../values/quote.js";
import { type ParsedUrl, parseUrl } from "../../values/url.js";
import { checkTls } from "./tls-files.js";

/** sizeof(sockaddr_un.sun_path) on Linux. */
const MAX_SOCKET_PATH = 108;

/** A host whose syntax and certificates are valid; `addressOf` makes the endpoint. */
export interface CheckedHost {
  host: string;
  url: ParsedUrl;
  /** Absent for local sockets and ssh. */
  tls?: TlsFiles;
  /** Complete for `ssh://`, which has rules of its own. */
  ssh?: Endpoint & { kind: "ssh" };
}

/**
 * Checks the URL, ssh's own rules, and whether the TLS files fit together.
 * @param host complete, as `parseHost` returns it or a context has it
 * @throws EndpointError for TLS files, an Error otherwise, with Docker's text
 */
export async function checkHost(host: string, tls: TlsFiles | undefined): Promise<CheckedHost> {
  // Docker parses the host that it has completed once more: a "%" that was decoded before is an error now.
  const url = parseUrl(host);
  if (url.scheme === "ssh") return { host, url, ssh: sshEndpoint(host, url) };
  const isLocal = url.scheme === "unix" || url.scheme === "npipe";
  return { host, url, ...(tls && !isLocal && { tls: await checkTls(tls) }) };
}

/** The endpoint of a checked host. Throws an Error with Docker's text. */
export function addressOf({ host, url, tls, ssh }: CheckedHost, platform: NodeJS.Platform): Endpoint {
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
function sshEndpoint(host: string, url: ParsedUrl): Endpoint & { kind: "ssh" } {
  const invalid = (why: string) => new Error(`ssh host connection is not valid: invalid SSH URL: ${why}`);
  if (url.password !== undefined) throw invalid("plain-text password is not supported");
  if (url.hostname === "") throw invalid("hostname is empty");
  if (url.query !== "") throw invalid(`query parameters are not allowed: ${quote(url.query)}`);
  if (url.fragment !== "") throw invalid(`fragments are not allowed: ${quote(url.fragment)}`);
  return {
    kind: "ssh",
    host,
    ...(url.username && { user: url.username }),
    hostname: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    ...(url.path && { socket: url.path }),
  };
}
