/** What callers of dockerode do with streams: follow progress as JSON values, split output into two streams. */
import type { Readable, Writable } from "node:stream";
import { demux } from "../demux.js";
import { jsonValues } from "../json-values.js";

/** Calls back for each value, and at the end once with all of them, or with the error that ended the stream. */
export function followProgress(
  stream: Readable,
  onFinished: (error: unknown, output: unknown[]) => void,
  onProgress?: (event: unknown) => void,
): void {
  const output: unknown[] = [];
  const follow = async (): Promise<void> => {
    for await (const event of jsonValues(stream)) {
      output.push(event);
      onProgress?.(event);
    }
  };
  follow().then(
    () => onFinished(null, output),
    (error) => onFinished(error, output),
  );
}

/** Waits for slow sinks. An error in the stream (truncated, or sent by the daemon) destroys `source`. */
export function demuxInto(source: Readable, stdout: Writable, stderr: Writable): void {
  demux(ownCopies(source), (stream, bytes) => {
    const sink = stream === 1 ? stdout : stderr;
    // A copy, because a Writable keeps the bytes until it writes them.
    if (sink.write(Buffer.from(bytes))) return undefined;
    return new Promise((resolve) => {
      sink.once("drain", resolve);
    });
  }).catch((error) => source.destroy(error));
}

/** Others may listen to `source` as well, so its chunks must not be overwritten. */
async function* ownCopies(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of source) yield Buffer.from(chunk);
}
