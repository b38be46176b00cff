/**
 * A gRPC server on a connection that the client has opened: the daemon calls the client through it.
 * A message is a flag byte (0: not compressed), its length in four bytes, and its bytes.
 */
import type { Http2Session, IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import type { Duplex } from "node:stream";

/** The status codes of gRPC that are used. */
export const STATUS = { unknown: 2, notFound: 5, alreadyExists: 6, unimplemented: 12, unavailable: 14 } as const;

/** Ends a call with another status than OK. The daemon shows `message` to the user. */
export class RpcError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = "RpcError";
  }
}

/** One call. Iterating yields the messages of the daemon; they stay valid. */
export interface Call extends AsyncIterable<Buffer> {
  /** The values of a header in order; [] if it is absent. */
  metadata(name: string): readonly string[];
  /** The names of all headers. */
  readonly names: readonly string[];
  /** Sends messages in one write; resolves when more can be sent. */
  send(...messages: readonly Uint8Array[]): Promise<void>;
  /** Aborted when the daemon drops the call. */
  readonly signal: AbortSignal;
}

/** Ends the call with OK when it resolves; with the status (or "unknown") and the message of the error when it throws. */
export type Handler = (call: Call) => Promise<void>;

/** Handlers by "/package.Service/Method". */
export type Methods = Readonly<Record<string, Handler>>;

/** In bytes. As in Docker, larger ones are an error. */
const LARGEST_MESSAGE = 16 * 1024 * 1024;
const HEAD = 5;
/** Bytes that the daemon may send before they are read: on one stream, and on all together. */
const STREAM_WINDOW = 1024 * 1024;
const CONNECTION_WINDOW = 4 * 1024 * 1024;

/** A method with one request and one response. */
export function unary(answer: (request: Buffer, call: Call) => Promise<Uint8Array> | Uint8Array): Handler {
  return async (call) => {
    for await (const request of call) {
      await call.send(await answer(request, call));
      return;
    }
    throw new RpcError(STATUS.unknown, "no request");
  };
}

/** Serves `methods` on `connection` until that ends. */
export async function serve(connection: Duplex, methods: Methods): Promise<Http2Session> {
  const http2 = await import("node:http2");
  const session = http2.performServerHandshake(connection, { settings: { initialWindowSize: STREAM_WINDOW } });
  // An error of the connection shows in the response to the build.
  session.on("error", () => {});
  session.setLocalWindowSize(CONNECTION_WINDOW);
  session.on("stream", (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, _flags: number, raw: readonly string[]) => {
    void answerCall(stream, headers, raw, methods);
  });
  return session;
}

async function answerCall(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  raw: readonly string[],
  methods: Methods,
): Promise<void> {
  const over = new AbortController();
  stream.on("error", () => {});
  stream.on("close", () => over.abort());
  const trailers: Record<string, string> = { "grpc-status": "0" };
  stream.on("wantTrailers", () => stream.sendTrailers(trailers));
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  try {
    const handler = methods[String(headers[":path"])];
    if (!handler) throw new RpcError(STATUS.unimplemented, `unknown method ${headers[":path"]}`);
    await handler(callOf(stream, raw, over.signal));
  } catch (error) {
    trailers["grpc-status"] = String(error instanceof RpcError ? error.status : STATUS.unknown);
    trailers["grpc-message"] = percentEncoded((error as Error).message);
  }
  if (!stream.destroyed) stream.end();
  // Discard the rest, which would keep the stream open.
  stream.resume();
}

/** The encoding of gRPC for messages in headers: "%" and all but printable ASCII as bytes in hexadecimal. */
function percentEncoded(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => (byte >= 0x20 && byte <= 0x7e && byte !== 0x25 ? String.fromCharCode(byte) : `%${hex(byte)}`))
    .join("");
}

const hex = (byte: number) => byte.toString(16).toUpperCase().padStart(2, "0");

function callOf(stream: ServerHttp2Stream, raw: readonly string[], signal: AbortSignal): Call {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i] as string, raw[i + 1] as string]);
  return {
    signal,
    names: [...new Set(pairs.map(([name]) => name))],
    metadata: (name) => pairs.filter(([key]) => key === name).map(([, value]) => value),
    send: (...messages) => write(stream, messages),
    [Symbol.asyncIterator]: () => messagesOf(stream),
  };
}

function write(stream: ServerHttp2Stream, messages: readonly Uint8Array[]): Promise<void> {
  const parts = messages.flatMap((message) => [headOf(message), message]);
  return new Promise((resolve, reject) => {
    stream.write(Buffer.concat(parts), (error) => (error ? reject(error) : resolve()));
  });
}

function headOf(message: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt32BE(message.length, 1);
  return head;
}

/** Splits the chunks of the stream into messages. */
async function* messagesOf(stream: ServerHttp2Stream): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  let wanted = HEAD;
  // A handler may return before the daemon has ended the stream: that must not abort the call.
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    held.push(chunk);
    size += chunk.length;
    if (size < wanted) continue;
    let bytes = held.length === 1 ? chunk : Buffer.concat(held);
    for (wanted = HEAD; bytes.length >= HEAD; wanted = HEAD) {
      if (bytes[0] !== 0) throw new RpcError(STATUS.unimplemented, "compressed messages are not understood");
      const length = bytes.readUInt32BE(1);
      if (length > LARGEST_MESSAGE) throw new RpcError(STATUS.unknown, `message of ${length} bytes is too large`);
      wanted = HEAD + length;
      if (bytes.length < wanted) break;
      yield bytes.subarray(HEAD, wanted);
      bytes = bytes.subarray(wanted);
    }
    held = [bytes];
    size = bytes.length;
  }
}
