/** Standard input as chunks, read only when asked for. */
import fs from "node:fs";
import type { Readable } from "node:stream";
import { onBun } from "../runtime.js";
import { HangUp, isHungUp } from "./hang-up.js";
import { pipeStream } from "./private-pipe.js";
import type { Input, InputReader } from "./streams.js";
import { isTerminal, tty } from "./tty.js";

const CHUNK = 64 * 1024;
/** The SIGHUP that comes with a hang-up may come just after it, and goes first: it may be for a container. */
const SIGNAL_MS = 50;

/** Milliseconds between two reads of a pipe that another process has made non-blocking. */
const LOOK_MS = 10;

/** Plain reads off the event loop: files and devices never block for long, and on Bun it may block that will. */
async function* readFile(fd: number): AsyncGenerator<Buffer> {
  for (;;) {
    const buffer = Buffer.allocUnsafe(CHUNK);
    const { error, count } = await new Promise<{ error: NodeJS.ErrnoException | null; count: number }>((resolve) => {
      fs.read(fd, buffer, 0, CHUNK, null, (error, count) => resolve({ error, count }));
    });
    // EIO is what reading a terminal gives that has gone; a stream of it just ends.
    if (error?.code === "EIO") return;
    if (error && error.code !== "EAGAIN") throw error;
    if (error) await sleep(LOOK_MS);
    else if (count === 0) return;
    else yield buffer.subarray(0, count);
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A stream's chunks until it ends or is closed. */
async function* readStream(stream: Readable, closed: () => boolean): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    if (!closed() && (error as NodeJS.ErrnoException).code !== "EIO") throw error;
  }
}

/** The same for a terminal. Throws HangUp when it has gone, which reads as an end (or EIO) like any other. */
async function* readTerminal(chunks: AsyncIterable<Buffer>, fd: number, closed: () => boolean): AsyncGenerator<Buffer> {
  yield* chunks;
  if (closed() || !isHungUp(fd)) return;
  await sleep(SIGNAL_MS);
  throw new HangUp();
}

/** No read-ahead on Bun: it would be lost for the next question, and for the process that reads after us. */
function terminalStream(fd: number): Readable | undefined {
  return onBun ? undefined : new (tty().ReadStream)(fd);
}

export function input(fd: number): Input {
  const isTTY = isTerminal(fd);
  return {
    fd,
    isTTY,
    open(): InputReader {
      const stream = isTTY ? terminalStream(fd) : pipeStream(fd, "read");
      let closed = false;
      const isClosed = () => closed;
      const plain = stream ? readStream(stream, isClosed) : readFile(fd);
      const chunks = isTTY ? readTerminal(plain, fd, isClosed) : plain;
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
