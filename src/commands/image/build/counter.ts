/** How much of the context has been sent: counted live on a terminal, told once at the end elsewhere. */
import { humanSize } from "../../../format/units.js";
import type { Output } from "../../../io/streams.js";

export interface CounterOptions {
  dialect: "docker" | "dockline";
  /** Milliseconds since the epoch. */
  now(): number;
}

const ACTION = "Sending build context to Docker daemon";
/** Bytes and milliseconds between two drawings. */
const EVERY_BYTES = 512 * 1024;
const EVERY_MS = 100;

/** Passes the chunks on. Nothing is reported for a context that was not sent completely. */
export async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  out: Output,
  { dialect, now }: CounterOptions,
): AsyncGenerator<Uint8Array> {
  let sent = 0;
  let drawn = 0;
  let drawnAt = 0;
  const line = () => `${ACTION} ${humanSize(sent, dialect).padStart(8)}\r`;
  const open = () => drawn > 0;
  let whole = false;
  try {
    for await (const chunk of chunks) {
      yield chunk;
      sent += chunk.length;
      if (!out.isTTY || sent - drawn <= EVERY_BYTES || now() - drawnAt < EVERY_MS) continue;
      out.write(line());
      drawn = sent;
      drawnAt = now();
    }
    whole = true;
  } finally {
    // What follows begins on a new line.
    if (!whole && open()) out.write("\n");
  }
  out.write(`${line()}\r\n`);
}
