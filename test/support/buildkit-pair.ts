/** The engine's side of a session, played by Node's own HTTP/2 client over a connection to itself. */

import { once } from "node:events";
import http2 from "node:http2";
import net from "node:net";
import type { Duplex } from "node:stream";
import { duplexOf } from "../../src/buildkit/duplex.js";
import { type Methods, serve } from "../../src/buildkit/grpc.js";
import type { HijackedStream } from "../../src/engine/engine.js";

/** Two ends of a connection. */
async function ends(): Promise<[Duplex, Duplex]> {
  const server = net.createServer({ allowHalfOpen: true }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const theirs = net.connect((server.address() as net.AddressInfo).port, "127.0.0.1");
  const [own] = (await once(server, "connection")) as [net.Socket];
  server.close();
  return [theirs, own];
}

/** An end as the engine client hands it out. */
function hijacked(end: Duplex): HijackedStream {
  return {
    contentType: "",
    write: (chunk) => new Promise((resolve, reject) => end.write(chunk, (error) => (error ? reject(error) : resolve()))),
    closeWrite: () => void end.end(),
    destroy: () => void end.destroy(),
    [Symbol.asyncIterator]: () => end[Symbol.asyncIterator](),
  };
}

export interface Reply {
  messages: Buffer[];
  /** grpc-status */
  status: string;
  message: string;
}

export interface EngineSide {
  /** A call whose messages are all known: sends them, ends, and gives what came. */
  ask(method: string, messages: readonly Uint8Array[], headers?: http2.OutgoingHttpHeaders): Promise<Reply>;
  /** A call that goes on: `answer` gets each message, what sends more, and what ends our side of it. */
  talk(
    method: string,
    headers: http2.OutgoingHttpHeaders,
    first: readonly Uint8Array[],
    answer: ((message: Buffer, send: (...messages: Uint8Array[]) => void, end: () => void) => void) | undefined,
  ): Promise<Reply>;
  close(): void;
}

export function framed(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

export async function engineSide(methods: Methods): Promise<EngineSide> {
  const [theirs, own] = await ends();
  const server = await serve(duplexOf(hijacked(own)), methods);
  const client = http2.connect("http://localhost", { createConnection: () => theirs });
  client.on("error", () => {});
  const talk: EngineSide["talk"] = (method, headers, first, answer) =>
    new Promise((resolve, reject) => {
      const stream = client.request({ ":method": "POST", ":path": method, "content-type": "application/grpc", te: "trailers", ...headers });
      const reply: Reply = { messages: [], status: "", message: "" };
      let held: Buffer = Buffer.alloc(0);
      stream.on("trailers", (trailers) => {
        reply.status = String(trailers["grpc-status"]);
        reply.message = decodeURIComponent(String(trailers["grpc-message"] ?? ""));
      });
      stream.on("data", (chunk: Buffer) => {
        held = Buffer.concat([held, chunk]);
        while (held.length >= 5 && held.length >= 5 + held.readUInt32BE(1)) {
          const message = held.subarray(5, 5 + held.readUInt32BE(1));
          held = held.subarray(5 + message.length);
          reply.messages.push(message);
          answer?.(
            message,
            (...more) => void stream.write(Buffer.concat(more.map(framed))),
            () => void stream.end(),
          );
        }
      });
      stream.on("error", reject);
      stream.on("close", () => resolve(reply));
      if (first.length > 0) stream.write(Buffer.concat(first.map(framed)));
      if (!answer) stream.end();
    });
  return {
    talk,
    ask: (method, messages, headers = {}) => talk(method, headers, messages, undefined),
    close() {
      client.destroy();
      server.destroy();
    },
  };
}
