/**
 * Completes the values of -H and DOCKER_HOST: `:2375` -> `tcp://localhost:2375`. The result is the host as messages name it.
 * Rules and error texts are Docker's (`ParseHost`).
 */
import { parseUrl } from "../../values/url.js";

const DEFAULT_PORT = "2375";
const DEFAULT_TCP = `tcp://localhost:${DEFAULT_PORT}`;
/** Only if no host is named; tcp:// without a port gets 2375, with TLS as well. */
const DEFAULT_TLS = "tcp://localhost:2376";
const DEFAULT_PATH = { unix: "/var/run/docker.sock", npipe: "//./pipe/docker_engine" };

/** The local daemon: a socket, or a named pipe on Windows. */
export function localHost(platform: NodeJS.Platform): string {
  return platform === "win32" ? `npipe://${DEFAULT_PATH.npipe}` : `unix://${DEFAULT_PATH.unix}`;
}

/** `text` may be empty: the local daemon, or localhost:2376 with TLS. Throws an Error with Docker's text. */
export function parseHost(text: string, platform: NodeJS.Platform, tls = false): string {
  const host = text.trim();
  if (host === "") return tls ? DEFAULT_TLS : localHost(platform);
  const separator = host.indexOf("://");
  const proto = separator < 0 ? "tcp" : host.slice(0, separator);
  const address = separator < 0 ? host : host.slice(separator + 3);
  switch (proto) {
    case "tcp":
      return parseTcp(address);
    case "unix":
    case "npipe":
      return parsePath(proto, address);
    case "fd":
    case "ssh":
      return host;
    default:
      throw new Error(`invalid bind address format: ${host}`);
  }
}

function parsePath(proto: "unix" | "npipe", text: string): string {
  const address = text.startsWith(`${proto}://`) ? text.slice(proto.length + 3) : text;
  if (address.includes("://")) throw new Error(`invalid proto, expected ${proto}: ${address}`);
  return `${proto}://${address || DEFAULT_PATH[proto]}`;
}

function parseTcp(text: string): string {
  if (text === "" || text === "tcp://") return DEFAULT_TCP;
  const address = text.startsWith("tcp://") ? text.slice("tcp://".length) : text;
  if (address.includes("://")) throw new Error(`invalid proto, expected tcp: ${text}`);
  const { host, path } = parseUrl(`tcp://${address.endsWith("]:") ? address + DEFAULT_PORT : address}`);
  const parts = splitHostPort(host) ?? splitHostPort(joinHostPort(host, DEFAULT_PORT));
  if (!parts) throw new Error(`invalid bind address format: ${text}`);
  return `tcp://${joinHostPort(parts[0] || "localhost", parts[1] || DEFAULT_PORT)}${path}`;
}

/** net.SplitHostPort: undefined where Go returns an error. */
function splitHostPort(text: string): [host: string, port: string] | undefined {
  const [, bracketed, plain, port] = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:[\]]*)$/.exec(text) ?? [];
  return port === undefined ? undefined : [bracketed ?? plain ?? "", port];
}

function joinHostPort(host: string, port: string): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
