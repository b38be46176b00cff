/**
 * An HTTP/1.1 client over byte streams: one request at a time on a connection, idle connections are reused, bodies are
 * streamed in both directions, a response may come before the upload is done, and a request can be aborted at any stage.
 */
import type { ByteStream } from "../stream.js";
import { TransportError } from "../transport-error.js";
import { type BodyReader, bodyReader } from "./body.js";
import { type ResponseHead, readHead, writeHead } from "./head.js";
import { upload } from "./upload.js";

export interface HttpRequest {
  method: string;
  /** Path and query, percent-encoded. */
  target: string;
  headers: readonly (readonly [string, string])[];
  body?: Uint8Array | AsyncIterable<Uint8Array> | undefined;
  signal?: AbortSignal | undefined;
}

/** A response whose head has been read. */
export interface HttpResponse {
  readonly head: ResponseHead;
  /** See BodyReader.read. At the end of the body the connection is kept for the next request. */
  read(borrowed?: boolean): Promise<Buffer | null>;
  /** Drops the connection unless the body has been read to its end. */
  cancel(): void;
}

export interface HttpClient {
  /** Throws TransportError, the reason of the signal, or what the iterable of the body throws. */
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Resolves to the head of the response and the connection itself, which belongs to the caller. */
  upgrade(request: HttpRequest): Promise<{ head: ResponseHead; stream: ByteStream }>;
  /** Drops idle connections, and keeps none from now on. */
  close(): void;
}

/** Opens a connection. `exactEnd`: see DialOptions. */
export type Dial = (signal: AbortSignal | undefined, exactEnd: boolean) => Promise<ByteStream>;

/** Idle connections that are kept: as many as a command has requests in flight. */
const MAX_IDLE = 8;
/** Bodies up to this size (in bytes) are written together with the head. */
const JOIN_BELOW = 64 * 1024;
/** Methods of requests that can be repeated without a second effect. */
const REPEATABLE = new Set(["GET", "HEAD", "OPTIONS"]);

export function createHttpClient(dial: Dial): HttpClient {
  const idle: ByteStream[] = [];
  let closed = false;

  function takeIdle(): ByteStream | undefined {
    for (let stream = idle.pop(); stream; stream = idle.pop()) {
      if (stream.reusable) {
        stream.ref();
        return stream;
      }
      stream.destroy();
    }
    return undefined;
  }

  function keep(stream: ByteStream): void {
    if (closed || !stream.reusable || idle.length >= MAX_IDLE) {
      stream.destroy();
      return;
    }
    stream.unref();
    idle.push(stream);
  }

  async function send(request: HttpRequest): Promise<HttpResponse> {
    const used = takeIdle();
    if (used) {
      try {
        return await exchange(used, request, keep);
      } catch (error) {
        if (!mayRepeat(request, error)) throw error;
      }
    }
    return exchange(await dial(request.signal, false), request, keep);
  }

  return {
    send,
    async upgrade(request) {
      const stream = await dial(request.signal, true);
      const guard = guarded(stream, request.signal);
      try {
        await writeRequest(stream, request, () => false);
        return { head: await finalHead(stream), stream };
      } catch (error) {
        stream.destroy();
        throw error;
      } finally {
        guard();
      }
    },
    close() {
      closed = true;
      for (const stream of idle.splice(0)) stream.destroy();
    },
  };
}

/** The server had closed the idle connection before the request arrived; repeats only what has no second effect. */
function mayRepeat({ method, body }: HttpRequest, error: unknown): boolean {
  return (
    error instanceof TransportError && error.unanswered && REPEATABLE.has(method) && (body === undefined || body instanceof Uint8Array)
  );
}

/** Until the returned function is called, an abort drops the connection, and with it every read and write. */
function guarded(stream: ByteStream, signal: AbortSignal | undefined): () => void {
  if (!signal) return () => {};
  const onAbort = (): void => stream.destroy(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return () => signal.removeEventListener("abort", onAbort);
}

/**
 * Sends head and body; resolves to whether all of it was sent. A write that fails is no error here: the response, or the lack of
 * one, says what is wrong. Rejects with what the iterable of the body throws. `stop` ends an upload early.
 */
async function writeRequest(stream: ByteStream, { method, target, headers, body }: HttpRequest, stop: () => boolean): Promise<boolean> {
  const { base = "", headers: forProxy = [] } = stream.forward ?? {};
  const head = writeHead(method, base + target, forProxy.length > 0 ? [...headers, ...forProxy] : headers);
  if (body === undefined) stream.write(head).catch(ignore);
  else if (!(body instanceof Uint8Array)) {
    stream.write(head).catch(ignore);
    const chunked = headers.some(([name]) => name === "Transfer-Encoding");
    return upload(stream, body, chunked, stop);
  } else if (body.length <= JOIN_BELOW) stream.write(Buffer.concat([Buffer.from(head), body])).catch(ignore);
  // The daemon may refuse a large body before all of it is sent: the connection cannot be reused then.
  else {
    return stream.write(head, body).then(
      () => true,
      () => false,
    );
  }
  return true;
}

function ignore(): void {}

/** Skips interim responses (1xx); 101 is final. */
async function finalHead(stream: ByteStream): Promise<ResponseHead> {
  for (;;) {
    const head = await readHead(stream);
    if (head.status >= 200 || head.status === 101) return head;
  }
}

function staysOpen({ keepsAlive, headers }: ResponseHead): boolean {
  const connection = (headers.connection ?? "").toLowerCase();
  return keepsAlive ? !connection.includes("close") : connection.includes("keep-alive");
}

async function exchange(stream: ByteStream, request: HttpRequest, keep: (stream: ByteStream) => void): Promise<HttpResponse> {
  const lift = guarded(stream, request.signal);
  let sent = false;
  let sourceFailure: Error | undefined;
  let over = false;

  writeRequest(stream, request, () => over).then(
    (whole) => {
      sent = whole;
    },
    (error: Error) => {
      // The source of the body failed: the daemon must not take what it has received for the whole.
      sourceFailure = error;
      stream.destroy(error);
    },
  );
  const drop = (): void => {
    over = true;
    lift();
    stream.destroy();
  };

  let head: ResponseHead;
  let reader: BodyReader;
  try {
    head = await finalHead(stream);
    reader = bodyReader(stream, head, request.method);
  } catch (error) {
    drop();
    throw sourceFailure ?? error;
  }

  // A response that is complete before the upload (usually a refusal) ends the upload, and the connection with it.
  const finish = (): void => {
    over = true;
    lift();
    if (sent && reader.delimited && staysOpen(head)) keep(stream);
    else stream.destroy();
  };
  // No body: release the connection now, because the caller may never read.
  if (reader.empty) finish();

  return {
    head,
    async read(borrowed) {
      if (over) return null;
      try {
        const chunk = await reader.read(borrowed);
        if (chunk === null) finish();
        return chunk;
      } catch (error) {
        drop();
        throw sourceFailure ?? error;
      }
    },
    cancel() {
      if (!over) drop();
    },
  };
}
