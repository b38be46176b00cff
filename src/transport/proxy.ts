/** Which proxy to use for a TCP endpoint, by the rules of Go's ProxyFromEnvironment, as Docker does. */
import { isIP } from "node:net";
import { subnetHolds } from "../values/cidr.js";
import { isLoopback } from "../values/ip.js";
import { quote } from "../values/quote.js";
import { parseUrl } from "../values/url.js";

export interface ProxyServer {
  /** https: TLS to the proxy itself. Other schemes count as http, as in Docker. */
  kind: "http" | "https" | "socks5";
  hostname: string;
  port: number;
  username?: string;
  password?: string;
}

/** Why the proxy cannot be used; the first request fails with it, as in Docker. */
export interface ProxyError {
  kind: "error";
  text: string;
}

type Env = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORT: Readonly<Record<ProxyServer["kind"], number>> = { http: 80, https: 443, socks5: 1080 };

/**
 * The proxy for a TCP endpoint; undefined if the environment names none, the endpoint is this machine, or NO_PROXY excludes it.
 */
export function proxyFor(
  env: Env,
  { hostname, port, tls }: { hostname: string; port: number; tls: boolean },
): ProxyServer | ProxyError | undefined {
  const upper = tls ? env.HTTPS_PROXY : env.HTTP_PROXY;
  const address = upper || (tls ? env.https_proxy : env.http_proxy);
  if (!address || isLocal(hostname) || excluded(env.NO_PROXY || env.no_proxy || "", hostname.toLowerCase(), String(port))) return undefined;
  // A web server puts the header "Proxy:" of its client into that variable.
  if (!tls && env.REQUEST_METHOD) {
    return { kind: "error", text: "refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy" };
  }
  return parseProxy(address);
}

function isLocal(hostname: string): boolean {
  return hostname === "localhost" || (isIP(hostname) !== 0 && isLoopback(hostname));
}

function parseProxy(address: string): ProxyServer | ProxyError {
  const url = attempt(address);
  const whole = url?.scheme && url.host ? url : attempt(`http://${address}`);
  if (!whole) return { kind: "error", text: `invalid proxy address ${quote(address)}` };
  const kind = whole.scheme === "https" ? "https" : /^socks5h?$/.test(whole.scheme) ? "socks5" : "http";
  return {
    kind,
    hostname: whole.hostname,
    port: Number(whole.port || DEFAULT_PORT[kind]),
    ...(whole.username && { username: whole.username }),
    ...(whole.password !== undefined && { password: whole.password }),
  };
}

function attempt(text: string): ReturnType<typeof parseUrl> | undefined {
  try {
    return parseUrl(text);
  } catch {
    return undefined;
  }
}

/** NO_PROXY: "*", networks, addresses and domains (".x" excludes the domain itself); all but networks may have a port. */
function excluded(list: string, hostname: string, port: string): boolean {
  return list.split(",").some((item) => {
    const entry = item.trim().toLowerCase();
    return entry !== "" && (entry === "*" || matches(entry, hostname, port));
  });
}

function matches(entry: string, hostname: string, port: string): boolean {
  if (entry.includes("/")) return inNetwork(entry, hostname);
  const [, bracketed, plain, itsPort] = /^(?:\[([^\]]*)\]|([^:]*)):(\d+)$/.exec(entry) ?? [];
  const name = bracketed ?? plain ?? entry.replace(/^\[(.*)\]$/, "$1");
  if (name === "" || (itsPort !== undefined && itsPort !== port)) return false;
  if (isIP(name) !== 0 || isIP(hostname) !== 0) return name === hostname;
  const domain = name.startsWith("*.") ? name.slice(1) : name;
  if (domain.startsWith(".")) return hostname.endsWith(domain);
  return hostname === domain || hostname.endsWith(`.${domain}`);
}

function inNetwork(network: string, hostname: string): boolean {
  if (isIP(hostname) === 0) return false;
  try {
    return subnetHolds(network, hostname);
  } catch {
    return false;
  }
}
