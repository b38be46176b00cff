/**
 * The multiplexed stream of attach, exec and logs without a terminal: frames of an 8-byte header
 * (stream type, three zeros, length as 32 bits big-endian) and their payload.
 */
import { EarlyEndError, StatusError } from "../errors.js";

/** Takes bytes of stdout (1) or stderr (2). They are valid until it returns, or until its promise resolves. */
export type StreamWriter = (stream: 1 | 2, bytes: Buffer) => Promise<void> | void;

const HEADER_BYTES = 8;
/** Payloads of this size and more are written where they lie; smaller ones of one stream are moved together into one write. */
const MOVE_BELOW = 4096;
/** Below this, a loop is faster than a call into the runtime. */
const LOOP_BELOW = 48;
const SYSTEM_ERROR = 3;
/** Characters of an error of the daemon that are kept. */
const MESSAGE_LIMIT = 64 * 1024;

/**
 * Splits the frames. The contents of one chunk of `source` are written at once, in order, and in as few writes as possible; the
 * bytes of the chunk are moved in place. Throws EarlyEndError if the source ends within a frame, StatusError for an error that the
 * daemon sent in the stream and for an invalid header.
 */
export async function demux(source: AsyncIterable<Buffer>, write: StreamWriter): Promise<void> {
  const header = Buffer.alloc(HEADER_BYTES);
  let headerBytes = 0;
  let type = 0;
  let left = 0;
  let message = "";

  for await (const bytes of source) {
    const { length } = bytes;
    // bytes[from, to) is the payload of stream `run` that is being collected.
    let from = 0;
    let to = 0;
    let run: 1 | 2 = 1;
    let i = 0;
    while (i < length) {
      if (left === 0) {
        // The header is usually in one piece; otherwise it is collected byte by byte.
        if (headerBytes === 0 && length - i >= HEADER_BYTES) {
          type = bytes[i] as number;
          left = readLength(bytes, i);
          i += HEADER_BYTES;
        } else {
          header[headerBytes++] = bytes[i++] as number;
          if (headerBytes < HEADER_BYTES) continue;
          headerBytes = 0;
          type = header[0] as number;
          left = readLength(header, 0);
        }
        if (type > SYSTEM_ERROR) {
          if (to > from) await write(run, bytes.subarray(from, to));
          throw new StatusError(`Unrecognized input header: ${type}`, 1, { kind: "broken-stream" });
        }
        if (left > 0) continue;
        if (type !== SYSTEM_ERROR) continue;
      }
      const end = left < length - i ? i + left : length;
      const size = end - i;
      left -= size;
      if (type === SYSTEM_ERROR) {
        if (message.length < MESSAGE_LIMIT) message += bytes.toString("utf8", i, end);
        i = end;
        if (left > 0) continue;
        if (to > from) await write(run, bytes.subarray(from, to));
        throw new StatusError(`error from daemon in stream: ${message}`, 1, { kind: "refused" });
      }
      // Type 0 is stdin, which is written to stdout.
      const stream = type === 2 ? 2 : 1;
      if (to > from && stream === run && size < MOVE_BELOW) {
        if (to !== i) move(bytes, to, i, end);
        to += size;
      } else {
        if (to > from) {
          const written = write(run, bytes.subarray(from, to));
          if (written) await written;
        }
        run = stream;
        from = i;
        to = end;
      }
      i = end;
    }
    if (to > from) {
      const written = write(run, bytes.subarray(from, to));
      if (written) await written;
    }
  }
  if (left > 0 || headerBytes > 0) throw new EarlyEndError("unexpected EOF");
}

function readLength(bytes: Buffer, at: number): number {
  const high = bytes[at + 4] as number;
  return high * 0x1000000 + (((bytes[at + 5] as number) << 16) | ((bytes[at + 6] as number) << 8) | (bytes[at + 7] as number));
}

function move(bytes: Buffer, to: number, from: number, end: number): void {
  if (end - from >= LOOP_BELOW) {
    bytes.copyWithin(to, from, end);
    return;
  }
  for (let i = from, j = to; i < end; i++, j++) bytes[j] = bytes[i] as number;
}
