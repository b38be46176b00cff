/** A connection that is no longer HTTP: bytes in both directions, each with its own end. */
import { ConnectionError } from "../errors/connection.js";
import { EarlyEndError } from "../errors.js";
import { bodyReader } from "../transport/http/body.js";
import type { ResponseHead } from "../transport/http/head.js";
import { readFailure } from "../transport/read-failure.js";
import type { ByteStream } from "../transport/stream.js";
import { TransportError } from "../transport/transport-error.js";
import type { HijackedStream } from "./engine.js";

/**
 * Wraps the connection after a 101 (or after a 200, whose body is the stream: some daemons and proxies do not send 101).
 * Iterating ends when the other side ends the stream properly; a connection that breaks throws EarlyEndError.
 * Throws TransportError for a 200 whose body cannot be framed.
 */
export function hijackedStream(stream: ByteStream, head: ResponseHead, signal?: AbortSignal): HijackedStream {
  const onAbort = (): void => stream.destroy(signal?.reason);
  if (signal?.aborted) onAbort();
  else signal?.addEventListener("abort", onAbort, { once: true });
  const reader = head.status === 101 ? undefined : bodyReader(stream, head, "POST");
  let over = false;
  const finish = (): void => {
    over = true;
    signal?.removeEventListener("abort", onAbort);
    stream.destroy();
  };
  const read = async (): Promise<Buffer | null> => {
    if (over) return null;
    try {
      const chunk = await (reader ?? stream).read();
      if (chunk === null) finish();
      return chunk;
    } catch (error) {
      const failure = readFailure(error, stream);
      finish();
      throw failure instanceof TransportError ? new EarlyEndError(failure.text, { cause: error }) : failure;
    }
  };
  return {
    contentType: head.headers["content-type"] ?? "",
    async write(chunk) {
      try {
        await stream.write(chunk);
      } catch (error) {
        throw new ConnectionError((error as Error).message, "broken", { cause: error });
      }
    },
    closeWrite: () => stream.end(),
    destroy: finish,
    [Symbol.asyncIterator]: () => ({
      async next() {
        const value = await read();
        return value === null ? { done: true, value: undefined } : { done: false, value };
      },
      async return() {
        finish();
        return { done: true, value: undefined };
      },
    }),
  };
}
