/** Standard input as chunks, read only when asked for. */
import fs from "node:fs";
import type { Readable } from "node:stream";
import { HangUp, isHungUp } from "./hang-up.js";
import { pipeStream } from "./private-pipe.js";
import type { Input, InputReader } from "./streams.js";
import { isTerminal, tty } from "./tty.js";

const CHUNK = 64 * 1024;
/** The SIGHUP that comes with a hang-up may come just after it, and goes first: it may be for a container. */
const SIGNAL_MS = 50;

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

/** A stream's chunks until it ends or is closed. */
async function* readStream(stream: Readable, closed: () => boolean): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    if (!closed() && (error as NodeJS.ErrnoException).code !== "EIO") throw error;
  }
}

/** The same of a terminal. Throws HangUp when it has gone, which reads as an end (or EIO) like any other. */
async function* readTerminal(stream: Readable, fd: number, closed: () => boolean): AsyncGenerator<Buffer> {
  yield* readStream(stream, closed);
  if (closed() || !isHungUp(fd)) return;
  await new Promise((resolve) => setTimeout(resolve, SIGNAL_MS));
  throw new HangUp();
}

export function input(fd: number): Input {
  const isTTY = isTerminal(fd);
  return {
    fd,
    isTTY,
    open(): InputReader {
      const stream = isTTY ? new (tty().ReadStream)(fd) : pipeStream(fd, "read");
      let closed = false;
      const isClosed = () => closed;
      const chunks = !stream ? readFile(fd) : isTTY ? readTerminal(stream, fd, isClosed) : readStream(stream, isClosed);
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
