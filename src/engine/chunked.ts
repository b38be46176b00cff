/** The chunked transfer coding (RFC 9112, 7.1), decoded in place. */
import { StatusError } from "../errors.js";

export interface ChunkDecoder {
  /** Decoded and not yet taken, in order. */
  readonly pieces: Buffer[];
  /** The last chunk and the trailers have been read. */
  readonly done: boolean;
  /** Takes bytes of the body, which it overwrites. Returns what lies behind the body's end. Throws StatusError. */
  feed(bytes: Buffer): Buffer | undefined;
}

/** Where in the coding the next byte stands. */
const At = { Size: 0, Extension: 1, Data: 2, DataCr: 3, DataLf: 4, Trailer: 5, Done: 6 } as const;

/** Chunks from this size on are handed out where they lie; smaller ones are moved together: an engine sends every log line as a chunk, archives in chunks of 32 KB, and moving one costs less than to write it by itself. */
const MOVE_BELOW = 64 * 1024;
const MAX_SIZE_DIGITS = 16;
const MAX_LINE = 4096;
const CR = 13;
const LF = 10;

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

export function chunkDecoder(): ChunkDecoder {
  const pieces: Buffer[] = [];
  let at: number = At.Size;
  let left = 0;
  let digits = 0;
  let lineLength = 0;

  function sizeByte(byte: number): void {
    const digit = hexDigit(byte);
    if (digit >= 0) {
      left = left * 16 + digit;
      digits++;
      if (digits > MAX_SIZE_DIGITS || left > Number.MAX_SAFE_INTEGER) throw new StatusError("http chunk length too large");
      return;
    }
    // White space may trail the digits, an extension may follow; nothing may stand in for them.
    if (digits === 0 && byte === LF) throw new StatusError("empty hex number for chunk length");
    if (digits === 0 || (byte !== CR && byte !== LF && byte !== 59 && byte !== 32 && byte !== 9)) {
      throw new StatusError("invalid byte in chunk length");
    }
    if (byte === LF) endOfSize();
    else at = At.Extension;
  }

  function extensionByte(byte: number): void {
    if (++lineLength > MAX_LINE) throw new StatusError("header line too long");
    if (byte === LF) endOfSize();
  }

  function endOfSize(): void {
    at = left === 0 ? At.Trailer : At.Data;
    digits = 0;
    lineLength = 0;
  }

  /** Trailers are skipped; an empty line ends them. */
  function trailerByte(byte: number): void {
    if (byte === LF) {
      if (lineLength === 0) at = At.Done;
      lineLength = 0;
    } else if (byte !== CR && ++lineLength > MAX_LINE) throw new StatusError("header line too long");
  }

  function frameByte(byte: number): void {
    if (at === At.Size) sizeByte(byte);
    else if (at === At.Extension) extensionByte(byte);
    else if (at === At.Trailer) trailerByte(byte);
    else if (at === At.DataCr && byte === CR) at = At.DataLf;
    else if ((at === At.DataCr || at === At.DataLf) && byte === LF) at = At.Size;
    else throw new StatusError("malformed chunked encoding");
  }

  function feed(bytes: Buffer): Buffer | undefined {
    const { length } = bytes;
    // bytes[from, to) is the run of data that is being put together.
    let from = 0;
    let to = 0;
    let i = 0;
    while (i < length && at !== At.Done) {
      if (at !== At.Data) {
        frameByte(bytes[i++] as number);
        continue;
      }
      const end = Math.min(length, i + left);
      const size = end - i;
      if (to === i && to > from) to = end;
      else if (to > from && size < MOVE_BELOW) {
        bytes.copyWithin(to, i, end);
        to += size;
      } else {
        if (to > from) pieces.push(bytes.subarray(from, to));
        from = i;
        to = end;
      }
      left -= size;
      i = end;
      if (left === 0) at = At.DataCr;
    }
    if (to > from) pieces.push(bytes.subarray(from, to));
    return i < length ? bytes.subarray(i) : undefined;
  }

  return {
    pieces,
    feed,
    get done() {
      return at === At.Done;
    },
  };
}
