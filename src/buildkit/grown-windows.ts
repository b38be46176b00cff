/**
 * The daemon enlarges its windows by SETTINGS while a transfer runs. Bun's http2 notes that (RFC 9113, section 6.9.2), but sends
 * again only after the next WINDOW_UPDATE, which the daemon has no reason to send: both wait forever. So the received bytes are
 * rewritten before Bun sees them: growth by SETTINGS becomes a WINDOW_UPDATE for each stream.
 */

const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length;
const HEAD = 9;
const HEADERS = 1;
const RST_STREAM = 3;
const SETTINGS = 4;
const WINDOW_UPDATE = 8;
const CONTINUATION = 9;
const END_HEADERS = 4;
const INITIAL_WINDOW_SIZE = 4;
const SETTING = 6;
/** RFC 9113, 6.5.2. */
const DEFAULT_WINDOW = 65535;

export class GrownWindows {
  #rest: Buffer = Buffer.alloc(0);
  #started = false;
  /** The initial window that Bun has seen, and the current one of the daemon. */
  #initial: number | undefined;
  #window = DEFAULT_WINDOW;
  readonly #streams = new Set<number>();

  /** Returns the bytes for Bun. An incomplete frame is kept for the next call. */
  rewrite(chunk: Buffer): Buffer {
    let bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const out: Buffer[] = [];
    if (!this.#started) {
      this.#started = bytes.length >= PREFACE;
      if (!this.#started) return this.#result(bytes, out);
      out.push(bytes.subarray(0, PREFACE));
      bytes = bytes.subarray(PREFACE);
    }
    while (bytes.length >= HEAD) {
      const end = HEAD + bytes.readUIntBE(0, 3);
      if (bytes.length < end) break;
      out.push(...this.#frame(bytes.subarray(0, end)));
      bytes = bytes.subarray(end);
    }
    return this.#result(bytes, out);
  }

  #result(rest: Buffer, out: Buffer[]): Buffer {
    this.#rest = Buffer.from(rest);
    return out.length === 1 && out[0] ? out[0] : Buffer.concat(out);
  }

  #frame(frame: Buffer): Buffer[] {
    const [type, flags, stream] = [frame[3], frame[4] ?? 0, frame.readUInt32BE(5) & 0x7fffffff];
    if (type === SETTINGS && (flags & 1) === 0) return this.#settings(frame);
    if (type === RST_STREAM) this.#streams.delete(stream);
    if ((type !== HEADERS && type !== CONTINUATION) || (flags & END_HEADERS) === 0 || this.#streams.has(stream)) return [frame];
    this.#streams.add(stream);
    return [frame, ...this.#updates([stream], this.#window - (this.#initial ?? DEFAULT_WINDOW))];
  }

  #settings(frame: Buffer): Buffer[] {
    const settings: Buffer[] = [];
    let window = this.#window;
    for (let at = HEAD; at + SETTING <= frame.length; at += SETTING) {
      const id = frame.readUInt16BE(at);
      if (id === INITIAL_WINDOW_SIZE) window = frame.readUInt32BE(at + 2);
      // The first one is passed on: there are no streams yet.
      if (id !== INITIAL_WINDOW_SIZE || this.#initial === undefined) settings.push(frame.subarray(at, at + SETTING));
    }
    const growth = window - this.#window;
    this.#window = window;
    if (this.#initial === undefined) {
      this.#initial = window;
      return [frame];
    }
    const payload = Buffer.concat(settings);
    const head = Buffer.from(frame.subarray(0, HEAD));
    head.writeUIntBE(payload.length, 0, 3);
    return [head, payload, ...this.#updates([...this.#streams], growth)];
  }

  /** Nothing for a window that shrinks: bytes in flight may exceed it. */
  #updates(streams: readonly number[], by: number): Buffer[] {
    if (by <= 0) return [];
    return streams.map((stream) => {
      const update = Buffer.alloc(HEAD + 4);
      update.writeUIntBE(4, 0, 3);
      update[3] = WINDOW_UPDATE;
      update.writeUInt32BE(stream, 5);
      update.writeUInt32BE(by, HEAD);
      return update;
    });
  }
}
