/** A two-way byte stream with backpressure in both directions, over whatever carries it: socket, TLS, the pipes of ssh. */
import type { ReadBuffers } from "./read-buffers.js";

export interface ByteStream {
  /**
   * The next bytes; null once the other side has ended. Rejects with the transport's error. One reader at a time.
   * @param lent they are used before the next read, which may overwrite them: no copy is made
   */
  read(lent?: boolean): Promise<Buffer | null>;
  /** Puts bytes that were read too far back in front. */
  unread(bytes: Buffer): void;
  /** Sends the parts as one write; resolves when the kernel has taken them. */
  write(...parts: readonly (Uint8Array | string)[]): Promise<void>;
  /** Half-close: what we send ends here, what we receive goes on. */
  end(): void;
  /** Drops the connection; a waiting read rejects with `reason`. */
  destroy(reason?: Error): void;
  /** Nothing unread, nothing ended, nothing failed: fit for the next request. */
  readonly quiet: boolean;
  /** "127.0.0.1:4000->127.0.0.1:2375", as Go names a connection's ends. */
  readonly ends: string;
  /** While held, the connection keeps the process alive. */
  hold(yes: boolean): void;
  /** A read waits for bytes that have not come. */
  readonly waiting: boolean;
  /** Chunks that have come so far. */
  readonly received: number;
  /** Nothing will come any more. */
  readonly over: boolean;
  /** A proxy reads the requests: what stands before each target, and the fields that are for it. */
  readonly forward?: { readonly base: string; readonly fields: readonly (readonly [string, string])[] };
}

/** What is needed of Node's Readable. */
export interface Source {
  on(event: "data", listener: (chunk: Buffer) => void): unknown;
  on(event: "end" | "close", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  pause(): unknown;
  resume(): unknown;
}

/** What is needed of Node's Writable. `done` comes when the kernel has taken the bytes. */
export interface Sink {
  on(event: "error", listener: (error: Error) => void): unknown;
  write(part: Uint8Array | string, done?: (error?: Error | null) => void): unknown;
  cork(): void;
  uncork(): void;
  end(): unknown;
}

export interface Carrier {
  source: Source;
  sink: Sink;
  /** Of the memory that chunks of `source` lie in: what is to be given back, to be used again or let go. */
  buffers?: Pick<ReadBuffers, "owns" | "giveBack"> | undefined;
  /** Why the last write did not get out, where the sink itself does not say so. */
  failedWrite?: () => Error | undefined;
  destroy(): void;
  ends(): string;
  hold(yes: boolean): void;
  /** Asked at the end of `source`: an error where the end is not a clean one (ssh that failed). */
  verdict?: () => Promise<Error | undefined>;
  /** TLS only: the TCP connection below has ended. If the TLS stream has not ended with it, it was cut. */
  cut?: { seen: boolean; notify?: () => void };
}

/** Bytes queued for a slow reader before the source is paused. */
const HIGH_WATER = 256 * 1024;
/**
 * An engine sends each line of a log by itself. Taken as they come, each costs a wake-up of ours, and on a small machine the
 * engine waits for its processor meanwhile. So after so many small chunks in a row, each close behind the one before and
 * nothing sent by us between them, the source rests: what comes gathers in the kernel, far below what it holds.
 */
const FINE_BELOW = 32 * 1024;
const FINE_IN_A_ROW = 8;
const CLOSE_MS = 1;
const REST_MS = 1;
/** How long the TLS layer gets to hand over what the TCP connection had delivered before its end. In-process work only. */
const DRAIN_MS = 20;

interface Waiter {
  lent: boolean;
  resolve(chunk: Buffer | null): void;
  reject(error: Error): void;
}

export class CarriedStream implements ByteStream {
  readonly #carrier: Carrier;
  #queue: Buffer[] = [];
  #size = 0;
  #paused = false;
  #resting = false;
  /** Small chunks in a row, and when the last of many came. */
  #fine = 0;
  #last = 0;
  #ended = false;
  #failure: Error | undefined;
  #waiter: Waiter | undefined;
  /** What the last read gave without a copy. */
  #lent: Buffer | undefined;
  #drain: NodeJS.Timeout | undefined;
  #received = 0;

  constructor(carrier: Carrier) {
    this.#carrier = carrier;
    const { source, sink, cut } = carrier;
    source.on("data", (chunk: Buffer) => this.#arrived(chunk));
    source.on("end", () => void this.#sourceEnded());
    source.on("error", (error) => this.#fail(error));
    // "close" without "end" or "error": destroyed below us. (With a verdict to come, the pipes of ssh, the end says more.)
    if (!carrier.verdict) source.on("close", () => this.#fail(Object.assign(new Error("connection closed"), { code: "ECONNRESET" })));
    // What breaks the sending side comes back from write(); reading goes on, for the answer may be there already.
    if ((sink as unknown) !== source) sink.on("error", () => {});
    if (cut) cut.notify = () => this.#watchForCut();
  }

  get quiet(): boolean {
    return this.#size === 0 && !this.#ended && this.#failure === undefined && this.#carrier.cut?.seen !== true;
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

  read(lent = false): Promise<Buffer | null> {
    if (this.#lent) this.#carrier.buffers?.giveBack(this.#lent);
    this.#lent = undefined;
    const chunk = this.#queue.shift();
    if (chunk) {
      this.#size -= chunk.length;
      if (this.#paused && this.#size < HIGH_WATER) {
        this.#paused = false;
        this.#goOn();
      }
      return Promise.resolve(this.#handOut(chunk, lent));
    }
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#ended) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      this.#waiter = { lent, resolve, reject };
      if (this.#carrier.cut?.seen) this.#watchForCut();
    });
  }

  unread(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#queue.unshift(this.#lent ? Buffer.from(bytes) : bytes);
    this.#size += bytes.length;
  }

  write(...parts: readonly (Uint8Array | string)[]): Promise<void> {
    const { sink, failedWrite } = this.#carrier;
    this.#fine = 0;
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

  hold(yes: boolean): void {
    this.#carrier.hold(yes);
  }

  #arrived(chunk: Buffer): void {
    if (this.#failure) return;
    this.#received++;
    if (this.#isFine(chunk)) this.#rest();
    const waiter = this.#waiter;
    if (waiter) {
      this.#waiter = undefined;
      waiter.resolve(this.#handOut(chunk, waiter.lent));
      return;
    }
    this.#queue.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= HIGH_WATER && !this.#paused) {
      this.#paused = true;
      this.#carrier.source.pause();
    }
  }

  #isFine(chunk: Buffer): boolean {
    this.#fine = chunk.length < FINE_BELOW ? this.#fine + 1 : 0;
    // The clock is looked at for streams alone: on Node it is a module more to load.
    if (this.#fine < FINE_IN_A_ROW) return false;
    const before = this.#last;
    this.#last = performance.now();
    return this.#last - before < CLOSE_MS + REST_MS;
  }

  #rest(): void {
    if (this.#resting) return;
    this.#resting = true;
    this.#carrier.source.pause();
    setTimeout(() => {
      this.#resting = false;
      this.#goOn();
    }, REST_MS);
  }

  #goOn(): void {
    if (!this.#paused && !this.#resting && !this.over) this.#carrier.source.resume();
  }

  #handOut(chunk: Buffer, lent: boolean): Buffer {
    const { buffers } = this.#carrier;
    if (!buffers?.owns(chunk)) return chunk;
    if (lent) {
      this.#lent = chunk;
      return chunk;
    }
    const copy = Buffer.from(chunk);
    buffers.giveBack(chunk);
    return copy;
  }

  async #sourceEnded(): Promise<void> {
    // Without a verdict to come there is nothing to wait for: a "close" may be next.
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

  #watchForCut(): void {
    if (this.#drain || !this.#waiter) return;
    const waiting = this.#waiter;
    this.#drain = setTimeout(() => {
      this.#drain = undefined;
      if (this.#waiter !== waiting) return this.#watchForCut();
      this.#fail(Object.assign(new Error("unexpected EOF"), { code: "TLS_TRUNCATED" }));
      this.#carrier.destroy();
    }, DRAIN_MS);
  }
}
