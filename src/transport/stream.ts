/** A two-way byte stream with backpressure in both directions, over a socket, TLS or the pipes of ssh. */
import type { ReadBuffers } from "./read-buffers.js";

export interface ByteStream {
  /**
   * The next bytes; null once the other side has ended. Rejects with the error of the socket. One reader at a time.
   * @param borrowed the caller is done with the bytes before the next read, which may overwrite them: no copy is made
   */
  read(borrowed?: boolean): Promise<Buffer | null>;
  /** Pushes bytes back so that the next read returns them first. */
  unread(bytes: Buffer): void;
  /** Sends the parts in one write; resolves when the kernel has taken them. */
  write(...parts: readonly (Uint8Array | string)[]): Promise<void>;
  /** Half-close: nothing more is sent, receiving goes on. */
  end(): void;
  /** Drops the connection; a pending read rejects with `reason`. */
  destroy(reason?: Error): void;
  /** Nothing is unread, ended or failed: the connection can serve another request. */
  readonly reusable: boolean;
  /** "127.0.0.1:4000->127.0.0.1:2375", as Go names a connection. */
  readonly ends: string;
  /** The connection keeps the process alive, as it does from the start. */
  ref(): void;
  /** The connection no longer keeps the process alive. */
  unref(): void;
  /** A read is waiting for bytes. */
  readonly waiting: boolean;
  /** Number of chunks received so far. */
  readonly received: number;
  /** Nothing more will be received. */
  readonly over: boolean;
  /** A proxy reads the requests: `base` is put before each target, `headers` are for the proxy. */
  readonly forward?: { readonly base: string; readonly headers: readonly (readonly [string, string])[] };
}

/** The part of Node's Readable that is used. */
export interface ByteSource {
  on(event: "data", listener: (chunk: Buffer) => void): unknown;
  on(event: "end" | "close", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  pause(): unknown;
  resume(): unknown;
}

/** The part of Node's Writable that is used. `done` is called when the kernel has taken the bytes. */
export interface ByteSink {
  on(event: "error", listener: (error: Error) => void): unknown;
  write(part: Uint8Array | string, done?: (error?: Error | null) => void): unknown;
  cork(): void;
  uncork(): void;
  end(): unknown;
}

export interface Carrier {
  source: ByteSource;
  sink: ByteSink;
  /** The memory that chunks of `source` lie in, if it is reused or freed at once. */
  buffers?: Pick<ReadBuffers, "owns" | "release"> | undefined;
  /** Why the last write failed, if the sink does not report that itself. */
  failedWrite?: () => Error | undefined;
  destroy(): void;
  ends(): string;
  ref(): void;
  unref(): void;
  /** Called at the end of `source`: resolves to an error if it did not end properly (ssh that failed). */
  verdict?: () => Promise<Error | undefined>;
  /** TLS only: `seen` once the TCP connection below has ended. If TLS does not end as well, the stream was truncated. */
  truncation?: { seen: boolean; notify?: () => void };
}

/** Bytes that are queued for a slow reader before the source is paused. */
const HIGH_WATER = 256 * 1024;
/**
 * A daemon sends each line of a log separately. Reading each at once wakes this process for every line, and on a small machine
 * the daemon waits for the processor meanwhile. So after several small chunks in quick succession, with nothing sent between
 * them, the source is paused for a moment: data gathers in the kernel, whose buffer is far larger.
 */
const SMALL_BELOW = 32 * 1024;
const SMALL_IN_A_ROW = 8;
const GAP_MS = 1;
const PAUSE_MS = 1;
/** How long the TLS layer may take to deliver what TCP had received before its end. No network is involved. */
const DRAIN_MS = 20;

interface Waiter {
  borrowed: boolean;
  resolve(chunk: Buffer | null): void;
  reject(error: Error): void;
}

export class CarriedStream implements ByteStream {
  readonly #carrier: Carrier;
  #queue: Buffer[] = [];
  #size = 0;
  #paused = false;
  #resting = false;
  /** Number of small chunks in a row, and the time of the last one of a burst. */
  #small = 0;
  #last = 0;
  #ended = false;
  #failure: Error | undefined;
  #waiter: Waiter | undefined;
  /** The chunk that the last read returned without a copy. */
  #borrowed: Buffer | undefined;
  #drain: NodeJS.Timeout | undefined;
  #received = 0;

  constructor(carrier: Carrier) {
    this.#carrier = carrier;
    const { source, sink, truncation } = carrier;
    source.on("data", (chunk: Buffer) => this.#arrived(chunk));
    source.on("end", () => void this.#sourceEnded());
    source.on("error", (error) => this.#fail(error));
    // "close" without "end" or "error": something else destroyed it. (The verdict of ssh says more.)
    if (!carrier.verdict) source.on("close", () => this.#fail(Object.assign(new Error("connection closed"), { code: "ECONNRESET" })));
    // Errors of the sending side are returned by write(); reading goes on because the response may be there already.
    if ((sink as unknown) !== source) sink.on("error", () => {});
    if (truncation) truncation.notify = () => this.#watchForTruncation();
  }

  get reusable(): boolean {
    return this.#size === 0 && !this.#ended && this.#failure === undefined && this.#carrier.truncation?.seen !== true;
  }

  get ends(): string {
    return this.#carrier.ends();
  }

  get waiting(): boolean {
    return this.#waiter !== undefined;
  }

  get received(): number {
    return this.#received;
  }

  get over(): boolean {
    return this.#ended || this.#failure !== undefined;
  }

  read(borrowed = false): Promise<Buffer | null> {
    if (this.#borrowed) this.#carrier.buffers?.release(this.#borrowed);
    this.#borrowed = undefined;
    const chunk = this.#queue.shift();
    if (chunk) {
      this.#size -= chunk.length;
      if (this.#paused && this.#size < HIGH_WATER) {
        this.#paused = false;
        this.#resume();
      }
      return Promise.resolve(this.#deliver(chunk, borrowed));
    }
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#ended) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      this.#waiter = { borrowed, resolve, reject };
      if (this.#carrier.truncation?.seen) this.#watchForTruncation();
    });
  }

  unread(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#queue.unshift(this.#borrowed ? Buffer.from(bytes) : bytes);
    this.#size += bytes.length;
  }

  write(...parts: readonly (Uint8Array | string)[]): Promise<void> {
    const { sink, failedWrite } = this.#carrier;
    this.#small = 0;
    return new Promise((resolve, reject) => {
      const last = parts.length - 1;
      if (last > 0) sink.cork();
      parts.forEach((part, i) => {
        if (i < last) sink.write(part);
        else
          sink.write(part, (error) => {
            const failure = error ?? failedWrite?.();
            if (failure) reject(failure);
            else resolve();
          });
      });
      if (last > 0) sink.uncork();
    });
  }

  end(): void {
    this.#carrier.sink.end();
  }

  destroy(reason: Error = new Error("connection closed")): void {
    this.#fail(reason);
    this.#queue = [];
    this.#size = 0;
    this.#carrier.destroy();
  }

  ref(): void {
    this.#carrier.ref();
  }

  unref(): void {
    this.#carrier.unref();
  }

  #arrived(chunk: Buffer): void {
    if (this.#failure) return;
    this.#received++;
    if (this.#isBurst(chunk)) this.#pauseBriefly();
    const waiter = this.#waiter;
    if (waiter) {
      this.#waiter = undefined;
      waiter.resolve(this.#deliver(chunk, waiter.borrowed));
      return;
    }
    this.#queue.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= HIGH_WATER && !this.#paused) {
      this.#paused = true;
      this.#carrier.source.pause();
    }
  }

  #isBurst(chunk: Buffer): boolean {
    this.#small = chunk.length < SMALL_BELOW ? this.#small + 1 : 0;
    // `performance` is one more module to load on Node: read the clock in bursts only.
    if (this.#small < SMALL_IN_A_ROW) return false;
    const before = this.#last;
    this.#last = performance.now();
    return this.#last - before < GAP_MS + PAUSE_MS;
  }

  #pauseBriefly(): void {
    if (this.#resting) return;
    this.#resting = true;
    this.#carrier.source.pause();
    setTimeout(() => {
      this.#resting = false;
      this.#resume();
    }, PAUSE_MS);
  }

  #resume(): void {
    if (!this.#paused && !this.#resting && !this.over) this.#carrier.source.resume();
  }

  #deliver(chunk: Buffer, borrowed: boolean): Buffer {
    const { buffers } = this.#carrier;
    if (!buffers?.owns(chunk)) return chunk;
    if (borrowed) {
      this.#borrowed = chunk;
      return chunk;
    }
    const copy = Buffer.from(chunk);
    buffers.release(chunk);
    return copy;
  }

  async #sourceEnded(): Promise<void> {
    // Do not wait without a verdict: a "close" may follow at once.
    const verdict = this.#carrier.verdict && (await this.#carrier.verdict());
    if (verdict) return this.#fail(verdict);
    if (this.#failure) return;
    this.#ended = true;
    this.#waiter?.resolve(null);
    this.#waiter = undefined;
  }

  #fail(error: Error): void {
    if (this.#ended || this.#failure) return;
    this.#failure = error;
    this.#waiter?.reject(error);
    this.#waiter = undefined;
  }

  #watchForTruncation(): void {
    if (this.#drain || !this.#waiter) return;
    const waiting = this.#waiter;
    this.#drain = setTimeout(() => {
      this.#drain = undefined;
      if (this.#waiter !== waiting) return this.#watchForTruncation();
      this.#fail(Object.assign(new Error("unexpected EOF"), { code: "TLS_TRUNCATED" }));
      this.#carrier.destroy();
    }, DRAIN_MS);
  }
}
