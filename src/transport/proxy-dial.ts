/** Connects to a TCP endpoint through a proxy that forwards requests, or through a tunnel (CONNECT, SOCKS 5). */
import net from "node:net";
import type { DialOptions, Endpoint } from "./endpoint.js";
import { connected, openTcp, socketCarrier, tcpFailure } from "./node-socket.js";
import type { ProxyError, ProxyServer } from "./proxy.js";
import { type ByteStream, CarriedStream } from "./stream.js";
import { isNotRunning, TransportError } from "./transport-error.js";

type TcpEndpoint = Endpoint & { kind: "tcp" };

/** The longest response of a proxy in bytes. */
const HEAD_LIMIT = 64 * 1024;
/** Milliseconds that the proxy may take to respond. */
const RESPONSE_TIMEOUT_MS = 30_000;

/**
 * The proxy forwards plain requests itself; TLS and hijacks need the connection itself and get a tunnel. If the proxy refuses a
 * tunnel for a hijack, connects directly, as Docker always does for hijacks. Throws TransportError.
 */
export async function dialThrough(proxy: ProxyServer | ProxyError, endpoint: TcpEndpoint, options: DialOptions): Promise<ByteStream> {
  if (proxy.kind === "error") throw new TransportError("proxy", proxy.text, { unanswered: true });
  if (endpoint.tls) {
    const { dialTls } = await import("./tls.js");
    return dialTls(endpoint, endpoint.tls, options, () => tunnel(proxy, endpoint, options.signal));
  }
  if (proxy.kind === "socks5") return carried(await tunnel(proxy, endpoint, options.signal));
  if (!options.exactEnd) {
    return Object.assign(carried(await reach(proxy, options.signal)), { forward: forward(proxy, endpoint) });
  }
  const socket = await tunnel(proxy, endpoint, options.signal).catch((error) => {
    if (error instanceof TunnelRefused)
      return connected(openTcp(endpoint), "connect", options.signal, (failed) => tcpFailure(endpoint, failed));
    throw error;
  });
  return carried(socket);
}

/** Resumes a socket that was paused after the handshake. */
function carried(socket: net.Socket): CarriedStream {
  const stream = new CarriedStream(socketCarrier(socket));
  socket.resume();
  return stream;
}

/** The proxy responded, but refuses the tunnel. */
class TunnelRefused extends TransportError {
  constructor(text: string) {
    super("proxy", text, { unanswered: true });
  }
}

const authority = ({ hostname, port }: { hostname: string; port: number }) =>
  `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;

function authorization({ username, password = "" }: ProxyServer): string | undefined {
  return username === undefined ? undefined : `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/** Connects to the proxy itself. */
async function reach(proxy: ProxyServer, signal: AbortSignal | undefined): Promise<net.Socket> {
  const at: TcpEndpoint = { kind: "tcp", host: "", hostname: proxy.hostname, port: proxy.port, basePath: "" };
  const socket = await connected(openTcp(at), "connect", signal, async (error) => {
    const failure = await tcpFailure(at, error);
    if (isNotRunning(failure.reason) || failure.reason === "permission") return failure;
    return new TransportError(failure.reason, `proxyconnect tcp: ${failure.text}`, { unanswered: true, cause: error });
  });
  if (proxy.kind !== "https") return socket;
  const tls = (await import("node:tls")).default;
  const { tlsFailure } = await import("./tls-text.js");
  const name = net.isIP(proxy.hostname) === 0 ? { servername: proxy.hostname } : {};
  const secured = tls.connect({ socket, host: proxy.hostname, ...name });
  return connected(secured, "secureConnect", signal, (error) => {
    socket.destroy();
    const { reason, text } = tlsFailure(error) ?? { reason: "proxy", text: error.message };
    return new TransportError(reason, `proxyconnect tcp: ${text}`, { unanswered: true, cause: error });
  });
}

/** What is added to each request so that the proxy can forward it. */
function forward(proxy: ProxyServer, endpoint: TcpEndpoint): NonNullable<ByteStream["forward"]> {
  const header = authorization(proxy);
  return { base: `http://${authority(endpoint)}`, headers: header === undefined ? [] : [["Proxy-Authorization", header]] };
}

/** A connection to the endpoint, relayed by the proxy. */
async function tunnel(proxy: ProxyServer, endpoint: TcpEndpoint, signal: AbortSignal | undefined): Promise<net.Socket> {
  const socket = await reach(proxy, signal);
  const drop = (): void => void socket.destroy();
  signal?.addEventListener("abort", drop, { once: true });
  const timer = setTimeout(drop, RESPONSE_TIMEOUT_MS);
  try {
    if (proxy.kind === "socks5") await socksHandshake(socket, proxy, endpoint);
    else await connectRequest(socket, proxy, endpoint);
    return socket;
  } catch (error) {
    socket.destroy();
    throw signal?.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", drop);
  }
}

async function connectRequest(socket: net.Socket, proxy: ProxyServer, endpoint: TcpEndpoint): Promise<void> {
  const header = authorization(proxy);
  const to = authority(endpoint);
  socket.write(`CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n${header === undefined ? "" : `Proxy-Authorization: ${header}\r\n`}\r\n`);
  let seen = Buffer.alloc(0);
  let end = -1;
  while (end < 0) {
    seen = Buffer.concat([seen, await more(socket)]);
    end = seen.indexOf("\r\n\r\n");
    if (end < 0 && seen.length > HEAD_LIMIT) throw new TransportError("proxy", "proxyconnect tcp: answer too long", { unanswered: true });
  }
  const [, status, reason = ""] = /^HTTP\/1\.\d (\d{3}) ?([^\r\n]*)/.exec(seen.toString("latin1", 0, end)) ?? [];
  if (status === undefined) throw new TransportError("not-http", "proxyconnect tcp: malformed HTTP response", { unanswered: true });
  if (status !== "200") throw new TunnelRefused(reason || "unknown status code");
  const rest = seen.subarray(end + 4);
  if (rest.length > 0) socket.unshift(rest);
}

/** RFC 1928 and 1929. The proxy resolves the name. */
async function socksHandshake(
  socket: net.Socket,
  { username, password = "" }: ProxyServer,
  { hostname, port }: TcpEndpoint,
): Promise<void> {
  const read = reader(socket);
  const failed = (why: string) => new TransportError("proxy", `socks connect tcp: ${why}`, { unanswered: true });
  socket.write(Buffer.from(username === undefined ? [5, 1, 0] : [5, 2, 0, 2]));
  const [version, method] = await read(2);
  if (version !== 5) throw failed(`unexpected protocol version ${version}`);
  if (method === 2 && username !== undefined) {
    const [user, secret] = [Buffer.from(username), Buffer.from(password)];
    socket.write(Buffer.concat([Buffer.from([1, user.length]), user, Buffer.from([secret.length]), secret]));
    const [, refused] = await read(2);
    if (refused !== 0) throw failed("username/password authentication failed");
  } else if (method !== 0) throw failed("no acceptable authentication methods");
  const name = Buffer.from(hostname);
  socket.write(Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, Buffer.from([port >> 8, port & 255])]));
  const [, reply = 1, , type, first = 0] = await read(5);
  if (reply !== 0) throw failed(SOCKS_REPLY[reply] ?? `unknown code: ${reply}`);
  // Skip the bound address and port. One byte of it has been read already.
  await read((type === 1 ? 4 : type === 4 ? 16 : first + 1) - 1 + 2);
}

const SOCKS_REPLY: Readonly<Record<number, string>> = {
  1: "general SOCKS server failure",
  2: "connection not allowed by ruleset",
  3: "network unreachable",
  4: "host unreachable",
  5: "connection refused",
  6: "TTL expired",
  7: "command not supported",
  8: "address type not supported",
};

/** Reads exactly `size` bytes; the bytes after them stay in the socket. */
function reader(socket: net.Socket): (size: number) => Promise<Buffer> {
  return async (size) => {
    let seen = Buffer.alloc(0);
    while (seen.length < size) seen = Buffer.concat([seen, await more(socket)]);
    if (seen.length > size) socket.unshift(seen.subarray(size));
    return seen.subarray(0, size);
  };
}

/** The next chunk; the socket is paused after it. Throws TransportError at its end. */
function more(socket: net.Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      socket.pause();
      for (const event of ["data", "end", "close", "error"]) socket.removeListener(event, handlers[event as keyof typeof handlers]);
      // An error between two reads shows at the next one.
      socket.on("error", () => {});
    };
    const ended = (): void => {
      settle();
      reject(new TransportError("proxy", "proxyconnect tcp: EOF", { unanswered: true }));
    };
    const handlers = {
      data: (chunk: Buffer): void => {
        settle();
        resolve(chunk);
      },
      end: ended,
      close: ended,
      error: ended,
    };
    for (const [event, handler] of Object.entries(handlers)) socket.on(event, handler);
    socket.resume();
  });
}
