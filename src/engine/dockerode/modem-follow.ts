/** What dockerode's callers do with streams: progress as JSON values, output taken apart into two streams. */
import type { Readable, Writable } from "node:stream";
import { demux } from "../demux.js";
import { jsonValues } from "../json-values.js";

/** Calls back for each value, then once with all of them, or with the error that ended them early. */
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

/** Waits for slow sinks. An error in the stream (cut, or sent by the daemon) destroys `source` with it. */
export function demuxInto(source: Readable, stdout: Writable, stderr: Writable): void {
  demux(ownCopies(source), (stream, bytes) => {
    const sink = stream === 1 ? stdout : stderr;
    // A copy: Writables keep what they are given until they get to it.
    if (sink.write(Buffer.from(bytes))) return undefined;
    return new Promise((resolve) => {
      sink.once("drain", resolve);
    });
  }).catch((error) => source.destroy(error));
}

/** Others may listen to `source` as well: its chunks are not ours to overwrite. */
async function* ownCopies(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of source) yield Buffer.from(chunk);
}
