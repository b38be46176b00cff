/**
 * The three standard streams. The only writer of file descriptors 1 and 2: `process.stdout` is never touched
 * (it leaves O_NONBLOCK behind on Bun, costs start-up, and process.exit drops what it still buffers).
 */
import fs from "node:fs";
import { StatusError } from "../errors.js";
import { onBun } from "../runtime.js";
import { errnoText } from "../values/errno.js";
import { HangUp, isHungUp } from "./hang-up.js";
import { isPipe, pipeStream, reopened } from "./private-pipe.js";
import { isTerminal, tty } from "./tty.js";

export interface Output {
  readonly fd: number;
  readonly isTTY: boolean;
  /** Columns of the terminal; 0 where there is none. Read again on each call: terminals are resized. */
  width(): number;
  height(): number;
  /** May colour be written: a terminal, NO_COLOR unset, TERM not dumb; CLICOLOR_FORCE/FORCE_COLOR turn it on elsewhere. */
  readonly colour: boolean;
  /** Writes all of it before it returns. Throws ClosedPipe when the reader is gone. */
  write(chunk: string | Uint8Array): void;
  /** The same without blocking the event loop: for bulk output, so that signals and other streams are still served. */
  writeAsync(chunk: Uint8Array): Promise<void>;
}

export interface Input {
  readonly fd: number;
  readonly isTTY: boolean;
  /** Chunks as they come, no more than asked for (backpressure); ends at EOF. `close()` lets the process end while nothing comes. */
  open(): InputReader;
}

export interface InputReader extends AsyncIterable<Buffer> {
  close(): void;
}

/** The reader of our output is gone: `main` ends as a program that SIGPIPE killed. */
export class ClosedPipe extends StatusError {
  constructor() {
    super("", 141, { kind: "interrupted" });
    this.name = "ClosedPipe";
  }
}

type Env = Readonly<Record<string, string | undefined>>;

/** NO_COLOR (any non-empty value) wins, then CLICOLOR_FORCE/FORCE_COLOR (not "0"), then the terminal and TERM. */
export function wantsColour(isTTY: boolean, env: Env): boolean {
  if (env.NO_COLOR) return false;
  for (const force of [env.CLICOLOR_FORCE, env.FORCE_COLOR]) if (force !== undefined && force !== "" && force !== "0") return true;
  return isTTY && env.TERM !== "dumb" && env.CLICOLOR !== "0";
}

const RETRY_MS = 1;
let pause: Int32Array | undefined;

function failed(fd: number, error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EPIPE") throw new ClosedPipe();
  if (code === "EIO" && isHungUp(fd)) throw new HangUp();
  throw new StatusError(`write /dev/${fd === 2 ? "stderr" : "stdout"}: ${errnoText(error)}`, 1, { cause: error });
}

function writeAll(fd: number, chunk: string | Uint8Array): void {
  const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
  let at = 0;
  while (at < bytes.length) {
    try {
      at += fs.writeSync(fd, bytes, at);
    } catch (error) {
      // A descriptor that another process made non-blocking: wait for the reader, never drop.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") failed(fd, error);
      pause ??= new Int32Array(new SharedArrayBuffer(4));
      Atomics.wait(pause, 0, 0, RETRY_MS);
    }
  }
}

/** Pipes on Bun: what fits is written at once, through our own non-blocking descriptor; a thread waits for the rest. */
function pipeWriter(fd: number): (bytes: Uint8Array) => Promise<void> {
  const own = reopened(fd, "write");
  const whatFits = (own: number, bytes: Uint8Array): number => {
    try {
      return fs.writeSync(own, bytes);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "EAGAIN" ? 0 : failed(fd, error);
    }
  };
  return async (bytes) => {
    const written = own === undefined ? 0 : whatFits(own, bytes);
    if (written < bytes.length) await writeInThread(fd, bytes, written);
  };
}

/** writeAll from `at` on, on a thread that waits for the reader. */
async function writeInThread(fd: number, bytes: Uint8Array, at: number): Promise<void> {
  while (at < bytes.length) {
    const { error, written } = await new Promise<{ error: NodeJS.ErrnoException | null; written: number }>((resolve) => {
      fs.write(fd, bytes, at, bytes.length - at, null, (error, written) => resolve({ error, written }));
    });
    if (error && error.code !== "EAGAIN") failed(fd, error);
    if (error) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    else at += written;
  }
}

/** Bulk output: a pipe is reopened non-blocking, everything else (files, terminals) takes plain writes. */
function bulkWriter(fd: number): (bytes: Uint8Array) => Promise<void> {
  if (onBun && isPipe(fd)) return pipeWriter(fd);
  const pipe = pipeStream(fd, "write");
  if (!pipe) return async (bytes) => writeAll(fd, bytes);
  // Errors reach the caller through the write that they end.
  pipe.on("error", () => {});
  return (bytes) =>
    new Promise((resolve, reject) => {
      pipe.write(bytes, (error) => {
        if (!error) resolve();
        else if (["EPIPE", "ECONNRESET", "ERR_STREAM_DESTROYED"].includes((error as NodeJS.ErrnoException).code ?? ""))
          reject(new ClosedPipe());
        else reject(error);
      });
    });
}

function terminalSize(fd: number): readonly [number, number] {
  // A WriteStream is the way to ask the kernel; created on demand and released.
  const stream = new (tty().WriteStream)(fd);
  try {
    return stream.getWindowSize();
  } finally {
    stream.destroy();
  }
}

export function output(fd: number, env: Env): Output {
  const isTTY = isTerminal(fd);
  const ask = () => (isTTY ? terminalSize(fd) : ([0, 0] as const));
  let bulk: ReturnType<typeof bulkWriter> | undefined;
  return {
    fd,
    isTTY,
    width: () => ask()[0],
    height: () => ask()[1],
    colour: wantsColour(isTTY, env),
    write: (chunk) => writeAll(fd, chunk),
    writeAsync(chunk) {
      bulk ??= bulkWriter(fd);
      return bulk(chunk);
    },
  };
}
