/** Unix sockets by Bun's own means: its node:net takes 3 ms to load, a third of a whole `ps`. */
import type { Carrier, Sink, Source } from "./stream.js";
import { pathFailure } from "./transport-error.js";

/** What we use of Bun's socket. */
interface Socket {
  /** Bytes that the kernel took; negative where it takes no more at all. */
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

/** Each chunk is new memory, which Bun's collector is late to take back: what is large and has been used goes at once. */
const LARGE = 64 * 1024;
const memory: Carrier["buffers"] = {
  owns: (chunk) => chunk.length >= LARGE,
  // Moved into a buffer of no size, and with that let go.
  giveBack: (chunk) => void (chunk.buffer as ArrayBuffer & { transfer(size: number): unknown }).transfer(0),
};

/** Parts that are small together go out in one write. */
const JOIN_BELOW = 64 * 1024;

/** Connects; throws WireError, or the signal's reason. */
export async function dialUnix(path: string, signal: AbortSignal | undefined): Promise<Carrier> {
  const events = new Events();
  const sending = new Sending();
  const connecting = Bun.connect({
    unix: path,
    allowHalfOpen: true,
    socket: {
      binaryType: "buffer",
      data: (_, chunk) => events.tell("data", chunk),
      drain: () => sending.flush(),
      end: () => events.tell("end"),
      close(_, error) {
        // The kernel tells of a reset once. All that was sent to us has been read by then: where something was left to
        // send, that failed, and for the reader it is an end like any other. Where both sides have ended, Bun says no more.
        if (error && !sending.busy) events.tell("error", error);
        else events.tell("end");
        sending.fail(error ?? closed());
        events.tell("close");
      },
      error(_, error) {
        sending.fail(error);
        events.tell("error", error);
      },
      // The promise says it too.
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
  sending.over(socket);
  const source: Source = {
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
    hold: (yes) => (yes ? socket.ref() : socket.unref()),
  };
}

const closed = () => Object.assign(new Error("broken pipe"), { code: "EPIPE" });

/** What comes, for one listener each; what comes before there is one is kept for it. */
class Events {
  #listeners: Partial<Listeners> = {};
  #early: (() => void)[] = [];

  listen<E extends keyof Listeners>(event: E, listener: Listeners[keyof Listeners]): void {
    this.#listeners[event] = listener as Listeners[E];
    // Once all that a stream listens to is there: the order of what came is kept.
    if (event === "close") for (const tell of this.#early.splice(0)) tell();
  }

  tell<E extends keyof Listeners>(event: E, ...value: Parameters<Listeners[E]>): void {
    const listener = this.#listeners[event] as ((...value: Parameters<Listeners[E]>) => void) | undefined;
    if (this.#listeners.close) listener?.(...value);
    else this.#early.push(() => this.tell(event, ...value));
  }
}

/** The sending side: in order, at the kernel's pace. What breaks it breaks nothing of the receiving side. */
class Sending implements Sink {
  #socket: Socket | undefined;
  #queue: { bytes: Uint8Array; at: number; done?: Done | undefined }[] = [];
  #corked = false;
  #ending = false;
  #failure: Error | undefined;

  /** Something was not sent, and will not be. */
  get busy(): boolean {
    return this.#queue.length > 0 || this.#failure !== undefined;
  }

  over(socket: Socket): void {
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

  /** Sends of the first part what the kernel takes; true when that was all of it. */
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
