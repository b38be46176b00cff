/** Bodies of answers: by length, chunked, or until the connection closes. An end before that is an error, never an end. */
import { EarlyEndError } from "../../errors.js";
import { readFailure } from "../read-failure.js";
import type { ByteStream } from "../stream.js";
import { WireError } from "../transport-error.js";
import { ChunkDecoder } from "./chunked.js";
import { contentLength, isChunked, type ResponseHead } from "./head.js";

export interface BodyReader {
  /** The next bytes; null when the body is whole. `lent`: see ByteStream.read. Throws EarlyEndError, WireError. */
  read(lent?: boolean): Promise<Buffer | null>;
  /** The connection can serve another request once the body is whole. */
  readonly delimited: boolean;
  /** There is no body at all. */
  readonly empty?: boolean;
}

const EMPTY: BodyReader = { read: async () => null, delimited: true, empty: true };

/** Chooses the reader as RFC 9112, 6.3 does. Throws WireError for framing that makes no sense. */
export function bodyReader(stream: ByteStream, head: ResponseHead, method: string): BodyReader {
  if (method === "HEAD" || head.status === 204 || head.status === 304) return EMPTY;
  if (isChunked(head.headers)) return chunked(stream);
  const length = contentLength(head.headers);
  if (length === 0) return EMPTY;
  return length === undefined ? untilClose(stream) : fixed(stream, length);
}

async function pull(stream: ByteStream, lent?: boolean): Promise<Buffer | null> {
  try {
    return await stream.read(lent);
  } catch (error) {
    const failure = readFailure(error, stream);
    throw failure instanceof WireError ? new EarlyEndError(failure.text, { cause: error }) : failure;
  }
}

/** As `pull`, where the body has to go on. */
async function more(stream: ByteStream, lent?: boolean): Promise<Buffer> {
  const chunk = await pull(stream, lent);
  if (chunk === null) throw new EarlyEndError("unexpected EOF");
  return chunk;
}

function fixed(stream: ByteStream, length: number): BodyReader {
  let left = length;
  return {
    delimited: true,
    async read(lent) {
      if (left === 0) return null;
      const chunk = await more(stream, lent);
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
    async read(lent) {
      for (;;) {
        const piece = decoder.pieces.shift();
        if (piece) return piece;
        if (decoder.done) return null;
        const rest = decoder.feed(await more(stream, lent));
        if (rest) stream.unread(rest);
      }
    },
  };
}

function untilClose(stream: ByteStream): BodyReader {
  return { delimited: false, read: (lent) => pull(stream, lent) };
}
