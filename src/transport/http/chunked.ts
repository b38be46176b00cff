/** The chunked transfer coding (RFC 9112, section 7.1), decoded in place. */
import { StatusError } from "../../errors.js";

/** What the next byte belongs to. */
const At = { Size: 0, Extension: 1, Data: 2, DataCr: 3, DataLf: 4, Trailer: 5, Done: 6 } as const;

/**
 * Chunks of this size and more are returned where they lie; smaller ones are moved together. A daemon sends every log line as
 * a chunk and archives in chunks of 32 KB: moving one costs less than writing it separately.
 */
const MOVE_BELOW = 64 * 1024;
const MAX_SIZE_DIGITS = 16;
const MAX_LINE = 4096;
const CR = 13;
const LF = 10;

const bad = (text: string) => new StatusError(text, 1, { kind: "broken-stream" });

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

export class ChunkDecoder {
  /** Decoded data that has not been taken yet, in order. */
  readonly pieces: Buffer[] = [];
  #at: number = At.Size;
  #left = 0;
  #digits = 0;
  #lineLength = 0;

  /** The last chunk and the trailers have been read. */
  get done(): boolean {
    return this.#at === At.Done;
  }

  /** Takes bytes of the body, and overwrites them. Returns the bytes after the end of the body. Throws StatusError. */
  feed(bytes: Buffer): Buffer | undefined {
    const { length } = bytes;
    // bytes[from, to) is the data that is being collected.
    let from = 0;
    let to = 0;
    let i = 0;
    while (i < length && this.#at !== At.Done) {
      if (this.#at !== At.Data) {
        this.#frameByte(bytes[i++] as number);
        continue;
      }
      const end = Math.min(length, i + this.#left);
      const size = end - i;
      if (to === i && to > from) to = end;
      else if (to > from && size < MOVE_BELOW) {
        bytes.copyWithin(to, i, end);
        to += size;
      } else {
        if (to > from) this.pieces.push(bytes.subarray(from, to));
        from = i;
        to = end;
      }
      this.#left -= size;
      i = end;
      if (this.#left === 0) this.#at = At.DataCr;
    }
    if (to > from) this.pieces.push(bytes.subarray(from, to));
    return i < length ? bytes.subarray(i) : undefined;
  }

  #frameByte(byte: number): void {
    const at = this.#at;
    if (at === At.Size) this.#sizeByte(byte);
    else if (at === At.Extension) this.#extensionByte(byte);
    else if (at === At.Trailer) this.#trailerByte(byte);
    else if (at === At.DataCr && byte === CR) this.#at = At.DataLf;
    else if ((at === At.DataCr || at === At.DataLf) && byte === LF) this.#at = At.Size;
    else throw bad("malformed chunked encoding");
  }

  #sizeByte(byte: number): void {
    const digit = hexDigit(byte);
    if (digit >= 0) {
      this.#left = this.#left * 16 + digit;
      this.#digits++;
      if (this.#digits > MAX_SIZE_DIGITS || this.#left > Number.MAX_SAFE_INTEGER) throw bad("http chunk length too large");
      return;
    }
    // White space or an extension may follow the digits, but there has to be one.
    if (this.#digits === 0 && byte === LF) throw bad("empty hex number for chunk length");
    if (this.#digits === 0 || (byte !== CR && byte !== LF && byte !== 59 && byte !== 32 && byte !== 9)) {
      throw bad("invalid byte in chunk length");
    }
    if (byte === LF) this.#endOfSize();
    else this.#at = At.Extension;
  }

  #extensionByte(byte: number): void {
    if (++this.#lineLength > MAX_LINE) throw bad("header line too long");
    if (byte === LF) this.#endOfSize();
  }

  #endOfSize(): void {
    this.#at = this.#left === 0 ? At.Trailer : At.Data;
    this.#digits = 0;
    this.#lineLength = 0;
  }

  /** Skips the trailers; an empty line ends them. */
  #trailerByte(byte: number): void {
    if (byte === LF) {
      if (this.#lineLength === 0) this.#at = At.Done;
      this.#lineLength = 0;
    } else if (byte !== CR && ++this.#lineLength > MAX_LINE) throw bad("header line too long");
  }
}
