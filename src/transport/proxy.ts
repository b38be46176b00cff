/** Which proxy the way to a TCP engine goes through: the rules of Go's ProxyFromEnvironment, which the reference follows. */
import { isIP } from "node:net";
import { subnetHolds } from "../values/cidr.js";
import { isLoopback } from "../values/ip.js";
import { quote } from "../values/quote.js";
import { parseUrl } from "../values/url.js";

export interface ProxyServer {
  /** https: TLS to the proxy itself. Schemes that are none of these are taken for http, as the reference does. */
  kind: "http" | "https" | "socks5";
  hostname: string;
  port: number;
  username?: string;
  password?: string;
}

/** Why there can be none: told by the first request, as the reference does. */
export interface ProxyError {
  kind: "error";
  text: string;
}

type Env = Readonly<Record<string, string | undefined>>;

const DEFAULT_PORT: Readonly<Record<ProxyServer["kind"], number>> = { http: 80, https: 443, socks5: 1080 };

/**
 * The proxy for an engine; undefined for none: the environment names none, the engine is this machine, or NO_PROXY has it.
 */
export function proxyFor(
  env: Env,
  { hostname, port, tls }: { hostname: string; port: number; tls: boolean },
): ProxyServer | ProxyError | undefined {
  const upper = tls ? env.HTTPS_PROXY : env.HTTP_PROXY;
  const address = upper || (tls ? env.https_proxy : env.http_proxy);
  if (!address || isLocal(hostname) || excluded(env.NO_PROXY || env.no_proxy || "", hostname.toLowerCase(), String(port))) return undefined;
  // A web server puts a client's "Proxy:" header into that variable.
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

/** NO_PROXY: "*", networks, addresses, domains (".x" without the domain itself), each but a network with a port where wanted. */
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
