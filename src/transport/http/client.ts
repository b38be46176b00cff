/**
 * HTTP/1.1 over a byte stream: one request at a time on a connection, idle connections used again,
 * bodies streamed both ways, an answer that comes before the upload is done, abort at any stage.
 */

import type { ByteStream } from "../stream.js";
import { WireError } from "../transport-error.js";
import { type BodyReader, bodyReader } from "./body.js";
import { type ResponseHead, readHead, writeHead } from "./head.js";
import { upload } from "./upload.js";

export interface WireRequest {
  method: string;
  /** Path and query, encoded. */
  target: string;
  fields: readonly (readonly [string, string])[];
  body?: Uint8Array | AsyncIterable<Uint8Array> | undefined;
  signal?: AbortSignal | undefined;
}

/** An answer whose head has been read. */
export interface Answer {
  readonly head: ResponseHead;
  /** As BodyReader.read; at the end the connection is kept for the next request. */
  read(lent?: boolean): Promise<Buffer | null>;
  /** Drops the connection unless the body has been read whole. */
  cancel(): void;
}

export interface Wire {
  /** Throws WireError, the signal's reason, or what the body's iterable throws. */
  send(request: WireRequest): Promise<Answer>;
  /** The head of the answer and the bare connection behind it; the connection is the caller's. */
  upgrade(request: WireRequest): Promise<{ head: ResponseHead; stream: ByteStream }>;
  /** Drops idle connections and keeps none from now on. */
  close(): void;
}

export type Dialler = (signal: AbortSignal | undefined, exactEnd: boolean) => Promise<ByteStream>;

/** Idle connections kept: as many as a command has requests under way at once. */
const MAX_IDLE = 8;
/** Bodies up to this size travel in one write with the head. */
const JOIN_BELOW = 64 * 1024;
/** Methods that may be sent twice without doing twice. */
const REPEATABLE = new Set(["GET", "HEAD", "OPTIONS"]);

export function openWire(dial: Dialler): Wire {
  const idle: ByteStream[] = [];
  let closed = false;

  function takeIdle(): ByteStream | undefined {
    for (let stream = idle.pop(); stream; stream = idle.pop()) {
      if (stream.quiet) {
        stream.hold(true);
        return stream;
      }
      stream.destroy();
    }
    return undefined;
  }

  function keep(stream: ByteStream): void {
    if (closed || !stream.quiet || idle.length >= MAX_IDLE) {
      stream.destroy();
      return;
    }
    stream.hold(false);
    idle.push(stream);
  }

  async function send(request: WireRequest): Promise<Answer> {
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

/** The engine had hung up before our request came: once more, where that cannot do a thing twice. */
function mayRepeat({ method, body }: WireRequest, error: unknown): boolean {
  return error instanceof WireError && error.unanswered && REPEATABLE.has(method) && (body === undefined || body instanceof Uint8Array);
}

/** While the guard stands, an abort drops the connection and with it every read and write. Returns what lifts it. */
function guarded(stream: ByteStream, signal: AbortSignal | undefined): () => void {
  if (!signal) return () => {};
  const onAbort = (): void => stream.destroy(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  return () => signal.removeEventListener("abort", onAbort);
}

/**
 * Sends head and body; resolves to whether all of it went out. A failed write is no failure here: the answer, or its absence, tells.
 * Rejects with what the body's iterable throws. `stop` ends an upload early.
 */
async function writeRequest(stream: ByteStream, { method, target, fields, body }: WireRequest, stop: () => boolean): Promise<boolean> {
  const { base = "", fields: forProxy = [] } = stream.forward ?? {};
  const head = writeHead(method, base + target, forProxy.length > 0 ? [...fields, ...forProxy] : fields);
  if (body === undefined) stream.write(head).catch(ignore);
  else if (!(body instanceof Uint8Array)) {
    stream.write(head).catch(ignore);
    const chunked = fields.some(([name]) => name === "Transfer-Encoding");
    return upload(stream, body, chunked, stop);
  } else if (body.length <= JOIN_BELOW) stream.write(Buffer.concat([Buffer.from(head), body])).catch(ignore);
  // A large body may still be on its way when the engine refuses it: then the connection is of no further use.
  else {
    return stream.write(head, body).then(
      () => true,
      () => false,
    );
  }
  return true;
}

function ignore(): void {}

/** Reads heads until one is no interim (1xx) answer; 101 is final. */
async function finalHead(stream: ByteStream): Promise<ResponseHead> {
  for (;;) {
    const head = await readHead(stream);
    if (head.status >= 200 || head.status === 101) return head;
  }
}

function wantsOpen({ keepsAlive, headers }: ResponseHead): boolean {
  const connection = (headers.connection ?? "").toLowerCase();
  return keepsAlive ? !connection.includes("close") : connection.includes("keep-alive");
}

async function exchange(stream: ByteStream, request: WireRequest, keep: (stream: ByteStream) => void): Promise<Answer> {
  const lift = guarded(stream, request.signal);
  let sent = false;
  let sourceFailure: Error | undefined;
  let over = false;

  writeRequest(stream, request, () => over).then(
    (whole) => {
      sent = whole;
    },
    (error: Error) => {
      // What feeds the body failed: the engine must not take what it has for the whole.
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

  // An answer that is whole before the upload is (a refusal mostly) ends the upload, and the connection with it.
  const finish = (): void => {
    over = true;
    lift();
    if (sent && reader.delimited && wantsOpen(head)) keep(stream);
    else stream.destroy();
  };
  // Nothing to read: let the connection go now, for the caller may never ask for the body.
  if (reader.empty) finish();

  return {
    head,
    async read(lent) {
      if (over) return null;
      try {
        const chunk = await reader.read(lent);
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
