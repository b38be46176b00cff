/** A daemon that is none: it notes every request and answers with the bytes that a test gives it. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import net from "node:net";
import { join } from "node:path";
import tls from "node:tls";
import { temporaryFolder } from "./command.js";

export interface Seen {
  method: string;
  /** Path and query, as sent. */
  target: string;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Raw bytes. "keep" waits for the next request, "close" ends the connection behind them, "hold" leaves it open in silence. */
export interface Reply {
  raw: string;
  after: "keep" | "close" | "hold";
}

export interface Daemon {
  /** As in DOCKER_HOST. */
  readonly host: string;
  readonly requests: readonly Seen[];
  close(): Promise<void>;
}

export interface DaemonOptions {
  /** "unix" unless told; TLS listens on tcp. */
  listen?: "unix" | "tcp";
  /** Paths of PEM files. */
  tls?: { cert: string; key: string };
}

/** A whole answer. `type` is its Content-Type. */
export function answer(status: number, body: string, type = "application/json"): Reply {
  const head = `HTTP/1.1 ${status} Reason\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return { raw: head + body, after: "keep" };
}

/** What an engine of API 1.51 says to `_ping`. */
export const PING: Reply = { raw: "HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\nOstype: linux\r\nContent-Length: 0\r\n\r\n", after: "keep" };

/** `reply` decides; where it gives nothing, pings are answered and everything else is not found. */
export async function startDaemon(reply: (seen: Seen) => Reply | undefined, options: DaemonOptions = {}): Promise<Daemon> {
  const requests: Seen[] = [];
  const sockets = new Set<net.Socket>();
  const serve = (socket: net.Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
    let buffer = "";
    socket.on("data", (chunk) => {
      buffer += chunk.toString("latin1");
      for (let next = take(buffer); next; next = take(buffer)) {
        buffer = buffer.slice(next.length);
        requests.push(next.seen);
        const found = reply(next.seen) ?? (next.seen.target.endsWith("/_ping") ? PING : answer(404, '{"message":"not here"}'));
        socket.write(found.raw, "latin1");
        if (found.after === "close") socket.end();
      }
    });
  };
  const server = options.tls
    ? tls.createServer({ cert: readFileSync(options.tls.cert), key: readFileSync(options.tls.key) }, serve)
    : net.createServer(serve);
  server.on("tlsClientError", () => {});
  const path = options.tls || options.listen === "tcp" ? "" : join(temporaryFolder("daemon"), "sock");
  server.listen(path ? { path } : { host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const address = server.address();
  return {
    host: typeof address === "object" && address ? `tcp://127.0.0.1:${address.port}` : `unix://${path}`,
    requests,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The first whole request in `buffer` and how many of its characters that is. Chunked bodies end with their empty chunk. */
function take(buffer: string): { seen: Seen; length: number } | undefined {
  const headEnd = buffer.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const [first = "", ...lines] = buffer.slice(0, headEnd).split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const start = headEnd + 4;
  const chunkedEnd = buffer.indexOf("0\r\n\r\n", start);
  const length = headers["transfer-encoding"] === "chunked" ? chunkedEnd + 5 - start : Number(headers["content-length"] ?? 0);
  if (chunkedEnd < 0 && headers["transfer-encoding"] === "chunked") return undefined;
  if (buffer.length < start + length) return undefined;
  const [method = "", target = ""] = first.split(" ");
  return { seen: { method, target, headers, body: buffer.slice(start, start + length) }, length: start + length };
}
