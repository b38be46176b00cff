/** Reads a stream of chunks by length: blocks here, runs of a body there. Memory is one chunk, plus what a caller wants in one piece. */
import { TarError } from "./entry.js";

export class Cursor {
  readonly #chunks: AsyncIterator<Buffer>;
  #chunk: Buffer | undefined;
  #at = 0;

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** Bytes at hand without waiting. */
  get ready(): number {
    return this.#chunk ? this.#chunk.length - this.#at : 0;
  }

  /** Exactly `size` bytes, taken only if they are at hand. Valid until the next call. */
  takeReady(size: number): Buffer | undefined {
    if (this.ready < size) return undefined;
    const bytes = (this.#chunk as Buffer).subarray(this.#at, this.#at + size);
    this.#at += size;
    return bytes;
  }

  /** Exactly `size` bytes; undefined at the end of the source. Throws TarError where it ends in between. */
  async exactly(size: number): Promise<Buffer | undefined> {
    const ready = this.takeReady(size);
    if (ready) return ready;
    const bytes = Buffer.allocUnsafe(size);
    let filled = 0;
    while (filled < size) {
      const some = await this.some(size - filled);
      if (!some && filled === 0) return undefined;
      if (!some) throw truncated();
      some.copy(bytes, filled);
      filled += some.length;
    }
    return bytes;
  }

  /** The next bytes, at most `limit`; undefined at the end of the source. Valid until the next call. */
  async some(limit: number): Promise<Buffer | undefined> {
    while (this.ready === 0) {
      const { done, value } = await this.#chunks.next();
      if (done) return undefined;
      this.#chunk = value;
      this.#at = 0;
    }
    return this.takeReady(Math.min(this.ready, limit));
  }

  /** Passes over `size` bytes. Throws TarError where there are fewer. */
  async skip(size: number): Promise<void> {
    for (let left = size; left > 0; ) {
      const some = await this.some(left);
      if (!some) throw truncated();
      left -= some.length;
    }
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}

export function truncated(): TarError {
  return new TarError("unexpected EOF");
}
