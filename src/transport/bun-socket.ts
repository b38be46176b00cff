/** Unix sockets through Bun's own API: its node:net takes 3 ms to load, a third of a whole `ps`. */
import type { ByteSink, ByteSource, Carrier } from "./stream.js";
import { pathFailure } from "./transport-error.js";

/** The part of Bun's socket that is used. */
interface Socket {
  /** Number of bytes that the kernel took; negative if the socket takes no more at all. */
  write(bytes: Uint8Array): number;
  shutdown(): void;
  terminate(): void;
  pause(): void;
  resume(): void;
  ref(): void;
  unref(): void;
}

interface Handlers {
  binaryType: "buffer";
  data(socket: Socket, chunk: Buffer): void;
  drain(): void;
  end(): void;
  close(socket: Socket, error?: Error): void;
  error(socket: Socket, error: Error): void;
  connectError(): void;
}

declare const Bun: { connect(options: { unix: string; allowHalfOpen: true; socket: Handlers }): Promise<Socket> };

type Done = (error?: Error | null) => void;
type Listeners = { data: (chunk: Buffer) => void; end: () => void; close: () => void; error: (error: Error) => void };

/** Each chunk is new memory that Bun's garbage collector frees late: large chunks are freed as soon as they have been used. */
const LARGE = 64 * 1024;
const memory: Carrier["buffers"] = {
  owns: (chunk) => chunk.length >= LARGE,
  // Transfers the memory to an empty buffer, which frees it.
  release: (chunk) => void (chunk.buffer as ArrayBuffer & { transfer(size: number): unknown }).transfer(0),
};

/** Parts that are smaller than this together are sent in one write. */
const JOIN_BELOW = 64 * 1024;

/** Connects. Throws TransportError or the reason of the signal. */
export async function dialUnix(path: string, signal: AbortSignal | undefined): Promise<Carrier> {
  const events = new EventQueue();
  const sending = new SendQueue();
  const connecting = Bun.connect({
    unix: path,
    allowHalfOpen: true,
    socket: {
      binaryType: "buffer",
      data: (_, chunk) => events.emit("data", chunk),
      drain: () => sending.flush(),
      end: () => events.emit("end"),
      close(_, error) {
        // The kernel reports a reset once, after all that was sent to us has been read. If something was left to send, that
        // failed, and for the reader the stream just ends. If both sides have ended, Bun reports nothing more.
        if (error && !sending.isIncomplete) events.emit("error", error);
        else events.emit("end");
        sending.fail(error ?? closed());
        events.emit("close");
      },
      error(_, error) {
        sending.fail(error);
        events.emit("error", error);
      },
      // The promise rejects as well.
      connectError() {},
    },
  });
  const socket = await connecting.catch((error: Error) => {
    throw pathFailure(path, error);
  });
  if (signal?.aborted) {
    socket.terminate();
    throw signal.reason;
  }
  sending.attach(socket);
  const source: ByteSource = {
    on: (event: keyof Listeners, listener: Listeners[keyof Listeners]) => events.listen(event, listener),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  };
  return {
    source,
    sink: sending,
    buffers: memory,
    destroy: () => socket.terminate(),
    ends: () => `@->${path}`,
    ref: () => socket.ref(),
    unref: () => socket.unref(),
  };
}

const closed = () => Object.assign(new Error("broken pipe"), { code: "EPIPE" });

/** Events for one listener each; those before the listener is there are queued. */
class EventQueue {
  #listeners: Partial<Listeners> = {};
  #early: (() => void)[] = [];

  listen<E extends keyof Listeners>(event: E, listener: Listeners[keyof Listeners]): void {
    this.#listeners[event] = listener as Listeners[E];
    // "close" is the last listener that a stream adds: now all events can be delivered in order.
    if (event === "close") for (const emit of this.#early.splice(0)) emit();
  }

  emit<E extends keyof Listeners>(event: E, ...value: Parameters<Listeners[E]>): void {
    const listener = this.#listeners[event] as ((...value: Parameters<Listeners[E]>) => void) | undefined;
    if (this.#listeners.close) listener?.(...value);
    else this.#early.push(() => this.emit(event, ...value));
  }
}

/** The sending side: in order, as fast as the kernel takes bytes. An error here leaves the receiving side intact. */
class SendQueue implements ByteSink {
  #socket: Socket | undefined;
  #queue: { bytes: Uint8Array; at: number; done?: Done | undefined }[] = [];
  #corked = false;
  #ending = false;
  #failure: Error | undefined;

  /** Something has not been sent yet, or never will be. */
  get isIncomplete(): boolean {
    return this.#queue.length > 0 || this.#failure !== undefined;
  }

  attach(socket: Socket): void {
    this.#socket = socket;
  }

  on(): void {}

  write(part: Uint8Array | string, done?: Done): void {
    this.#queue.push({ bytes: typeof part === "string" ? Buffer.from(part) : part, at: 0, done });
    if (!this.#corked && this.#queue.length === 1) this.flush();
  }

  cork(): void {
    this.#corked = true;
  }

  uncork(): void {
    this.#corked = false;
    const size = this.#queue.reduce((sum, { bytes, at }) => sum + bytes.length - at, 0);
    if (this.#queue.length > 1 && size < JOIN_BELOW) {
      const parts = this.#queue.splice(0);
      const bytes = Buffer.concat(parts.map((part) => part.bytes.subarray(part.at)));
      const done: Done = (error) => {
        for (const part of parts) part.done?.(error);
      };
      this.#queue.push({ bytes, at: 0, done });
    }
    this.flush();
  }

  end(): void {
    this.#ending = true;
    this.flush();
  }

  flush(): void {
    if (this.#failure) this.fail(this.#failure);
    while (this.#send()) this.#queue.shift()?.done?.();
    if (this.#ending && this.#queue.length === 0 && !this.#failure) this.#socket?.shutdown();
  }

  /** Sends as much of the first part as the kernel takes; true if that was all of it. */
  #send(): boolean {
    const part = this.#queue[0];
    if (!part || !this.#socket) return false;
    const taken = part.at < part.bytes.length ? this.#socket.write(part.bytes.subarray(part.at)) : 0;
    if (taken < 0) this.fail(closed());
    part.at += taken;
    return taken >= 0 && part.at === part.bytes.length;
  }

  fail(error: Error): void {
    this.#failure ??= error;
    for (const { done } of this.#queue.splice(0)) done?.(this.#failure);
  }
}
