/**
 * The three standard streams. The only writer of file descriptors 1 and 2: `process.stdout` is never touched
 * (it leaves O_NONBLOCK behind on Bun, costs start-up, and process.exit cuts what it still buffers).
 */
import fs from "node:fs";
import tty from "node:tty";
import { StatusError } from "../errors.js";

export interface Output {
  readonly fd: number;
  readonly isTTY: boolean;
  /** Columns of the terminal; 0 where there is none. Asked anew at each call: terminals are resized. */
  width(): number;
  height(): number;
  /** May colour be written: a terminal, NO_COLOR unset, TERM not dumb; CLICOLOR_FORCE/FORCE_COLOR turn it on elsewhere. */
  readonly colour: boolean;
  /** Writes all of it before it returns. Throws ClosedPipe when the reader is gone. */
  write(chunk: string | Uint8Array): void;
  /** The same without blocking the event loop: for bulk streams, so that signals and other streams go on. */
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
    super("", 141);
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
const pause = new Int32Array(new SharedArrayBuffer(4));

function failed(error: unknown): never {
  if ((error as NodeJS.ErrnoException).code === "EPIPE") throw new ClosedPipe();
  throw error;
}

function writeAll(fd: number, chunk: string | Uint8Array): void {
  const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
  let at = 0;
  while (at < bytes.length) {
    try {
      at += fs.writeSync(fd, bytes, at);
    } catch (error) {
      // A descriptor that another process made non-blocking: wait for the reader, never drop.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") failed(error);
      Atomics.wait(pause, 0, 0, RETRY_MS);
    }
  }
}

function writeSome(fd: number, bytes: Uint8Array, at: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.write(fd, bytes, at, bytes.length - at, null, (error, n) => {
      if (!error) resolve(n);
      else if (error.code === "EAGAIN") setTimeout(() => resolve(0), RETRY_MS);
      else reject(error);
    });
  });
}

async function writeAllAsync(fd: number, bytes: Uint8Array): Promise<void> {
  let at = 0;
  while (at < bytes.length) at += await writeSome(fd, bytes, at).catch(failed);
}

function terminalSize(fd: number): readonly [number, number] {
  // WriteStream is the only way to ask the kernel; it is made on demand and let go (it does not own the descriptor's flags).
  const stream = new tty.WriteStream(fd);
  try {
    return stream.getWindowSize();
  } finally {
    stream.unref();
  }
}

export function output(fd: number, env: Env): Output {
  const isTTY = tty.isatty(fd);
  let size: readonly [number, number] | undefined;
  const ask = () => {
    if (!isTTY) return [0, 0] as const;
    size = terminalSize(fd);
    return size;
  };
  return {
    fd,
    isTTY,
    width: () => ask()[0],
    height: () => ask()[1],
    colour: wantsColour(isTTY, env),
    write: (chunk) => writeAll(fd, chunk),
    writeAsync: (chunk) => writeAllAsync(fd, chunk),
  };
}
