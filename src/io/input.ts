/** Standard input as chunks, read only when asked for. */
import fs from "node:fs";
import type { Readable } from "node:stream";
import tty from "node:tty";
import { pipeStream } from "./private-pipe.js";
import type { Input, InputReader } from "./streams.js";

const CHUNK = 64 * 1024;

/** Files and devices never block for long: plain reads off the event loop. */
async function* readFile(fd: number): AsyncGenerator<Buffer> {
  for (;;) {
    const buffer = Buffer.allocUnsafe(CHUNK);
    const n = await new Promise<number>((resolve, reject) => {
      fs.read(fd, buffer, 0, CHUNK, null, (error, count) => (error ? reject(error) : resolve(count)));
    });
    if (n === 0) return;
    yield buffer.subarray(0, n);
  }
}

/** A stream's chunks until it ends, is closed, or the terminal hangs up (EIO). */
async function* readStream(stream: Readable, closed: () => boolean): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    if (!closed() && (error as NodeJS.ErrnoException).code !== "EIO") throw error;
  }
}

export function input(fd: number): Input {
  const isTTY = tty.isatty(fd);
  return {
    fd,
    isTTY,
    open(): InputReader {
      const stream = isTTY ? new tty.ReadStream(fd) : pipeStream(fd, "read");
      let closed = false;
      const chunks = stream ? readStream(stream, () => closed) : readFile(fd);
      return {
        [Symbol.asyncIterator]: () => chunks,
        close() {
          closed = true;
          stream?.destroy();
        },
      };
    },
  };
}
