/** Compressing a stream on its way. */

/** The chunks compressed. Each is taken whole before the next is asked for: packers overwrite theirs. */
export async function* gzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const { createGzip } = await import("node:zlib");
  const gzip = createGzip();
  const write = (chunk: Uint8Array) =>
    new Promise<void>((resolve, reject) => gzip.write(chunk, (error) => (error ? reject(error) : resolve())));
  const feed = async () => {
    for await (const chunk of chunks) await write(chunk);
    gzip.end();
  };
  feed().catch((error) => gzip.destroy(error));
  for await (const piece of gzip) yield piece as Buffer;
}
