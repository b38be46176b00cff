/** An engine that says what a test tells it to, byte by byte, on a unix socket or a loopback port. */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createEngine, type EngineOptions } from "../../src/engine/client.js";
import type { Endpoint } from "../../src/transport/endpoint.js";

/** What the n-th request gets: bytes as they are, or whatever the function does to the connection. */
export type Reply = string | Uint8Array | ((socket: net.Socket, request: string) => void);

export interface Scripted {
  endpoint: Endpoint;
  /** Heads (and what came with them) of the requests, in order. */
  requests: string[];
  /** Connections made so far. */
  connections(): number;
}

export const PING = "HTTP/1.1 200 OK\r\nApi-Version: 1.45\r\nOstype: linux\r\nContent-Length: 2\r\n\r\n";

/** A 200 with a body of known length. */
export function ok(body: string | Uint8Array, type = "application/json"): Buffer {
  const bytes = Buffer.from(body as string);
  return Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${bytes.length}\r\n\r\n`), bytes]);
}

/** Replies in turn, whatever the connection; the last one again and again. Closed with the test. */
export async function scripted(replies: readonly Reply[], { listen = "unix" }: { listen?: "unix" | "tcp" } = {}): Promise<Scripted> {
  const requests: string[] = [];
  let connections = 0;
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => {});
    let held = "";
    socket.on("data", (bytes) => {
      held += bytes.toString("latin1");
      // One request at a time is all the client sends; anything behind a head is its body.
      if (!/^(GET|HEAD|POST|PUT|DELETE) [^\r\n]* HTTP\/1\.1\r\n[\s\S]*\r\n\r\n/.test(held)) return;
      const request = held;
      held = "";
      const reply = replies[Math.min(requests.length, replies.length - 1)] as Reply;
      requests.push(request);
      if (typeof reply === "function") reply(socket, request);
      else socket.write(reply);
    });
    socket.on("end", () => socket.end());
  });
  const folder = mkdtempSync(join(tmpdir(), "scripted-"));
  const path = join(folder, "sock");
  if (listen === "unix") server.listen(path);
  else server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
    rmSync(folder, { recursive: true, force: true });
  });
  return { endpoint: endpointOf(server, path), requests, connections: () => connections };
}

function endpointOf(server: net.Server, path: string): Endpoint {
  const address = server.address();
  if (address === null || typeof address === "string") return { kind: "unix", host: `unix://${path}`, path };
  return { kind: "tcp", host: `tcp://127.0.0.1:${address.port}`, hostname: "127.0.0.1", port: address.port, basePath: "" };
}

/** Our client of it; closed with the test. */
export function engineOf({ endpoint }: { endpoint: Endpoint }, options: Partial<EngineOptions> = {}) {
  const engine = createEngine({ endpoint, env: {}, userAgent: "Docker-Client/28.2.2 (linux)", platform: "linux", ...options });
  onTestFinished(() => engine.close());
  return engine;
}

/** The URL of a path as error messages show it. */
export function shown(endpoint: Endpoint, path: string): string {
  if (endpoint.kind === "unix") return `http://${encodeURIComponent(endpoint.path)}${path}`;
  return endpoint.host.replace("tcp:", "http:") + path;
}

/** What a promise rejects with. Fails when it does not. */
export async function failure(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("expected a failure");
}

/** A source that hands out the pieces one read at a time. */
export async function* pieces(...chunks: (string | Uint8Array)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk as string);
}
