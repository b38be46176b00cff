/** Streams a request body: the source is asked for more only when the kernel has taken the bytes before. */
import type { ByteStream } from "../stream.js";

/**
 * Sends `source`, with the chunked coding if asked to. Resolves to false when it stopped early: because of `stop`, or because the
 * daemon takes no more (its response says why). Rejects with what the source throws. The source may overwrite a chunk when it is
 * asked for the next one.
 */
export async function upload(
  stream: ByteStream,
  source: AsyncIterable<Uint8Array>,
  chunked: boolean,
  stop: () => boolean,
): Promise<boolean> {
  for await (const chunk of source) {
    if (stop()) return false;
    // An empty chunk would end a chunked body.
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
