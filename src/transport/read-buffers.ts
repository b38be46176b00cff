/**
 * The memory that a socket reads into: a few large buffers that are reused, where Node would allocate 64 KB for every read.
 * Small reads are copied out, so that a little data never holds on to a large buffer.
 */
import type net from "node:net";

/** About as large as the kernel's buffer of a unix socket, so that one read empties it. */
const SIZE = 256 * 1024;
const COPY_BELOW = 16 * 1024;
/** Buffers kept for the next reads. A reader that falls behind makes more; those are freed. */
const MAX_SPARE = 2;

export class ReadBuffers {
  #current: Buffer | undefined;
  readonly #spare: Buffer[] = [];
  /** Buffers in use, by their memory. */
  readonly #out = new Map<ArrayBufferLike, Buffer>();

  /** The buffer for the next read; Node asks for it after each. */
  next(): Buffer {
    this.#current ??= this.#spare.pop() ?? Buffer.allocUnsafeSlow(SIZE);
    return this.#current;
  }

  /** Returns the first `length` bytes of the current buffer, which the socket has filled. */
  filled(length: number): Buffer {
    const chunk = this.next().subarray(0, length);
    if (length < COPY_BELOW) return Buffer.from(chunk);
    this.#out.set(chunk.buffer, this.next());
    this.#current = undefined;
    return chunk;
  }

  /** Whether `chunk` lies in one of the buffers. */
  owns(chunk: Buffer): boolean {
    return this.#out.has(chunk.buffer);
  }

  /** Nobody reads `chunk` any more. */
  release(chunk: Buffer): void {
    const buffer = this.#out.get(chunk.buffer);
    this.#out.delete(chunk.buffer);
    if (buffer && this.#spare.length < MAX_SPARE) this.#spare.push(buffer);
  }
}

/** Options for net.connect that make the socket emit "data" with chunks of `buffers`. */
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
