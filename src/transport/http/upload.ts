/** Request bodies sent as they are made: the source is asked for more only when the kernel has taken what it gave. */
import type { ByteStream } from "../stream.js";

/**
 * Sends `source`, chunked where asked. Resolves to false when it stopped early: `stop` said so, or the engine takes no more
 * (its answer tells why). Rejects with what the source throws. A chunk may be overwritten by the source once it is asked for the next.
 */
export async function upload(
  stream: ByteStream,
  source: AsyncIterable<Uint8Array>,
  chunked: boolean,
  stop: () => boolean,
): Promise<boolean> {
  for await (const chunk of source) {
    if (stop()) return false;
    // A chunk of no bytes would end a chunked body.
    if (chunk.length === 0) continue;
    const written = chunked ? stream.write(`${chunk.length.toString(16)}\r\n`, chunk, "\r\n") : stream.write(chunk);
    if (!(await succeeds(written))) return false;
  }
  if (stop()) return false;
  return !chunked || succeeds(stream.write("0\r\n\r\n"));
}

function succeeds(written: Promise<void>): Promise<boolean> {
  return written.then(
    () => true,
    () => false,
  );
}
