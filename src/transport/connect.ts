/** Connects to an endpoint: unix socket, Windows pipe, TCP, TLS or ssh. Only the module for that is loaded. */
import { onBun } from "../runtime.js";
import type { DialOptions, Endpoint } from "./endpoint.js";
import { type ByteStream, CarriedStream, type Carrier } from "./stream.js";

/** Throws TransportError or the reason of the signal. */
export async function dial(endpoint: Endpoint, options: DialOptions = {}): Promise<ByteStream> {
  options.signal?.throwIfAborted();
  switch (endpoint.kind) {
    case "unix":
    case "npipe":
      return new CarriedStream(await local(endpoint, options.signal));
    case "tcp":
      if (endpoint.proxy) return (await import("./proxy-dial.js")).dialThrough(endpoint.proxy, endpoint, options);
      if (endpoint.tls) return (await import("./tls.js")).dialTls(endpoint, endpoint.tls, options);
      return new CarriedStream(await (await import("./node-socket.js")).dialTcp(endpoint, options.signal));
    case "ssh":
      return (await import("./ssh.js")).dialSsh(endpoint, options.platform !== "win32");
  }
}

/** Bun's node:net works as well, but takes 3 ms to load, a third of a whole `ps`. */
async function local(endpoint: Endpoint & { kind: "unix" | "npipe" }, signal: AbortSignal | undefined): Promise<Carrier> {
  if (onBun && endpoint.kind === "unix") return (await import("./bun-socket.js")).dialUnix(endpoint.path, signal);
  return (await import("./node-socket.js")).dialPath(endpoint, signal);
}
