/**
 * The memory that a socket reads into: a few large buffers used again and again, where Node would take new memory for every
 * 64 KB. What comes in small pieces is copied out, so that a little data never holds a large buffer.
 */
import type net from "node:net";

/** A unix socket's own buffer is about as large: one read empties it. */
const SIZE = 256 * 1024;
const COPY_BELOW = 16 * 1024;
/** Kept for the next reads; more are made where a reader falls behind, and let go. */
const MAX_SPARE = 2;

export class ReadBuffers {
  #current: Buffer | undefined;
  readonly #spare: Buffer[] = [];
  /** Handed out and not given back, by their memory. */
  readonly #out = new Map<ArrayBufferLike, Buffer>();

  /** For the next read; Node asks after each. */
  next(): Buffer {
    this.#current ??= this.#spare.pop() ?? Buffer.allocUnsafeSlow(SIZE);
    return this.#current;
  }

  /** The first `length` bytes of the current buffer, which have been read. */
  filled(length: number): Buffer {
    const chunk = this.next().subarray(0, length);
    if (length < COPY_BELOW) return Buffer.from(chunk);
    this.#out.set(chunk.buffer, this.next());
    this.#current = undefined;
    return chunk;
  }

  /** Does `chunk` lie in one of the buffers? */
  owns(chunk: Buffer): boolean {
    return this.#out.has(chunk.buffer);
  }

  /** `chunk` will not be looked at any more. */
  giveBack(chunk: Buffer): void {
    const buffer = this.#out.get(chunk.buffer);
    this.#out.delete(chunk.buffer);
    if (buffer && this.#spare.length < MAX_SPARE) this.#spare.push(buffer);
  }
}

/** Options for net.connect under which the socket emits "data" with chunks of `buffers`. */
export function readInto(buffers: ReadBuffers, socket: () => net.Socket): Pick<net.TcpSocketConnectOpts, "onread"> {
  return {
    onread: {
      buffer: () => buffers.next(),
      callback(length) {
        socket().emit("data", buffers.filled(length));
        return true;
      },
    },
  };
}
