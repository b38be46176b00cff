/** Response bodies: with a length, chunked, or until the connection closes. A body that ends too early is an error. */
import { EarlyEndError } from "../../errors.js";
import { readFailure } from "../read-failure.js";
import type { ByteStream } from "../stream.js";
import { TransportError } from "../transport-error.js";
import { ChunkDecoder } from "./chunked.js";
import { contentLength, isChunked, type ResponseHead } from "./head.js";

export interface BodyReader {
  /** The next bytes; null at the end of the body. `borrowed`: see ByteStream.read. Throws EarlyEndError, TransportError. */
  read(borrowed?: boolean): Promise<Buffer | null>;
  /** The connection can serve another request after the body. */
  readonly delimited: boolean;
  /** There is no body at all. */
  readonly empty?: boolean;
}

const EMPTY: BodyReader = { read: async () => null, delimited: true, empty: true };

/** Chooses the reader by the rules of RFC 9112, section 6.3. Throws TransportError for contradictory framing. */
export function bodyReader(stream: ByteStream, head: ResponseHead, method: string): BodyReader {
  if (method === "HEAD" || head.status === 204 || head.status === 304) return EMPTY;
  if (isChunked(head.headers)) return chunked(stream);
  const length = contentLength(head.headers);
  if (length === 0) return EMPTY;
  return length === undefined ? untilClose(stream) : fixed(stream, length);
}

async function pull(stream: ByteStream, borrowed?: boolean): Promise<Buffer | null> {
  try {
    return await stream.read(borrowed);
  } catch (error) {
    const failure = readFailure(error, stream);
    throw failure instanceof TransportError ? new EarlyEndError(failure.text, { cause: error }) : failure;
  }
}

/** Like `pull`, where the body cannot end yet. */
async function more(stream: ByteStream, borrowed?: boolean): Promise<Buffer> {
  const chunk = await pull(stream, borrowed);
  if (chunk === null) throw new EarlyEndError("unexpected EOF");
  return chunk;
}

function fixed(stream: ByteStream, length: number): BodyReader {
  let left = length;
  return {
    delimited: true,
    async read(borrowed) {
      if (left === 0) return null;
      const chunk = await more(stream, borrowed);
      if (chunk.length > left) stream.unread(chunk.subarray(left));
      const mine = chunk.subarray(0, left);
      left -= mine.length;
      return mine;
    },
  };
}

function chunked(stream: ByteStream): BodyReader {
  const decoder = new ChunkDecoder();
  return {
    delimited: true,
    async read(borrowed) {
      for (;;) {
        const piece = decoder.pieces.shift();
        if (piece) return piece;
        if (decoder.done) return null;
        const rest = decoder.feed(await more(stream, borrowed));
        if (rest) stream.unread(rest);
      }
    },
  };
}

function untilClose(stream: ByteStream): BodyReader {
  return { delimited: false, read: (borrowed) => pull(stream, borrowed) };
}
