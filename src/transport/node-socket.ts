/** Unix sockets, Windows pipes and TCP through node:net. */
import net from "node:net";
import { onBun } from "../runtime.js";
import { codeOf, errnoText } from "../values/errno.js";
import type { Endpoint } from "./endpoint.js";
import { ReadBuffers, readInto } from "./read-buffers.js";
import type { Carrier } from "./stream.js";
import { isPermission, pathFailure, TransportError } from "./transport-error.js";

const CONNECT_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 30_000;
const MAX_PORT = 65535;

/** A connected socket as a carrier. `buffers`: what it reads into, if it was opened with `readInto`. */
export function socketCarrier(socket: net.Socket, path?: string, buffers?: ReadBuffers): Carrier {
  const failedWrite = keepReading(socket);
  const ends =
    path === undefined
      ? `${address(socket.localAddress, socket.localPort)}->${address(socket.remoteAddress, socket.remotePort)}`
      : `@->${path}`;
  return {
    source: socket,
    sink: socket,
    buffers,
    failedWrite,
    destroy: () => void socket.destroy(),
    ends: () => ends,
    ref: () => void socket.ref(),
    unref: () => void socket.unref(),
  };
}

type Done = (error?: Error | null) => void;

/**
 * Node destroys a socket when a write fails, and discards unread bytes. A daemon that refuses an upload responds first and then
 * closes the connection, and the user must see that response: so errors of the sending side are hidden from the stream, and
 * returned by the function instead.
 */
function keepReading(socket: net.Socket): () => Error | undefined {
  let failure: Error | undefined;
  const swallow =
    (done: Done): Done =>
    (error) => {
      failure ??= error ?? undefined;
      done();
    };
  const { _write, _writev, _final } = socket;
  socket._write = (chunk, encoding, done) => _write.call(socket, chunk, encoding, swallow(done));
  if (_writev) socket._writev = (chunks, done) => _writev.call(socket, chunks, swallow(done));
  socket._final = (done) => _final.call(socket, swallow(done));
  return () => failure;
}

function address(host = "", port = 0): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

export async function dialPath(endpoint: Endpoint & { kind: "unix" | "npipe" }, signal: AbortSignal | undefined): Promise<Carrier> {
  // Docker writes a pipe with slashes (//./pipe/docker_engine); Windows opens it with backslashes.
  const path = endpoint.kind === "npipe" ? endpoint.path.replaceAll("/", "\\") : endpoint.path;
  const buffers = readBuffers();
  const socket: net.Socket = net.connect({ path, allowHalfOpen: true, ...(buffers && readInto(buffers, () => socket)) });
  await connected(socket, "connect", signal, (error) => pathFailure(endpoint.path, error));
  return socketCarrier(socket, endpoint.path, buffers);
}

/** Bun has no `onread`. */
function readBuffers(): ReadBuffers | undefined {
  return onBun ? undefined : new ReadBuffers();
}

export async function dialTcp(endpoint: Endpoint & { kind: "tcp" }, signal: AbortSignal | undefined): Promise<Carrier> {
  const buffers = readBuffers();
  const socket: net.Socket = openTcp(endpoint, buffers && readInto(buffers, () => socket));
  await connected(socket, "connect", signal, (error) => tcpFailure(endpoint, error));
  return socketCarrier(socket, undefined, buffers);
}

/** Starts a TCP connection, for plain and TLS endpoints. Throws TransportError for an invalid port. */
export function openTcp(
  { hostname, port }: Endpoint & { kind: "tcp" },
  reading: Pick<net.TcpSocketConnectOpts, "onread"> = {},
): net.Socket {
  if (port > MAX_PORT) throw new TransportError("port", `dial tcp: address ${port}: invalid port`, { unanswered: true });
  const options = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS };
  return net.connect({ host: hostname, port, ...options, ...reading });
}

/** Waits up to 30 s for `event`. On failure the socket is destroyed, and `explain` makes the error. */
export function connected<S extends net.Socket>(
  socket: S,
  event: string,
  signal: AbortSignal | undefined,
  explain: (error: Error) => Promise<Error> | Error,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      socket.removeListener(event, onReady);
      socket.removeListener("error", onError);
      socket.removeListener("close", onClose);
    };
    const give = (error: Error): void => {
      settle();
      socket.on("error", () => {});
      socket.destroy();
      reject(error);
    };
    const onReady = (): void => {
      settle();
      resolve(socket);
    };
    const onError = (error: Error): void => {
      settle();
      socket.on("error", () => {});
      Promise.resolve(explain(error)).then(give, give);
    };
    const onClose = (): void => give(new TransportError("closed", "EOF", { unanswered: true }));
    const onAbort = (): void => give(signal?.reason);
    const timer = setTimeout(() => onError(Object.assign(new Error("i/o timeout"), { code: "ETIMEDOUT" })), CONNECT_TIMEOUT_MS);
    signal?.addEventListener("abort", onAbort, { once: true });
    socket.once(event, onReady);
    socket.once("error", onError);
    socket.once("close", onClose);
  });
}

/** The error for a TCP connection that could not be made. */
export async function tcpFailure({ hostname, port }: Endpoint & { kind: "tcp" }, error: Error): Promise<TransportError> {
  const code = codeOf(error);
  const options = { unanswered: true, cause: error };
  if (code === "ECONNREFUSED") return new TransportError("refused", errnoText(error), options);
  if (code === "ETIMEDOUT") return new TransportError("no-answer", errnoText(error), options);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "EAI_FAIL") {
    const why = code === "ENOTFOUND" ? "no such host" : "server misbehaving";
    return new TransportError("dns", `dial tcp: lookup ${hostname}${await nameServer()}: ${why}`, options);
  }
  const to = `dial tcp ${(error as { address?: string }).address ?? hostname}:${port}: connect: ${errnoText(error)}`;
  return new TransportError(isPermission(error) ? "permission" : "network", to, options);
}

/** " on 10.0.0.1:53": Go names the server that did not know the host. */
async function nameServer(): Promise<string> {
  const { getServers } = (await import("node:dns")).default;
  const first = getServers()[0];
  if (!first) return "";
  if (net.isIPv6(first)) return ` on [${first}]:53`;
  return net.isIPv4(first) ? ` on ${first}:53` : ` on ${first}`;
}
