/** How far a copy is, on a terminal; the bytes counted are the archive's. */
import type { Ctx } from "../../cli/context.js";
import { humanSize } from "../../format/units.js";

const PERIOD_MS = 75;
/** A copy that is faster than this prints its summary alone. */
const PATIENCE_MS = 400;
const DIGITS = 3;

export interface CopyProgress {
  /** Counts what goes by. */
  count(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer>;
  /** Clears the line on the terminal. */
  stop(): void;
  /** "Successfully copied 2.05kB to NAME:/path" on stderr. */
  summary(destination: string): void;
}

/** @param header "Copying to container - " */
export function copyProgress(ctx: Ctx, header: string): CopyProgress {
  let total = 0;
  const size = () => humanSize(total, ctx.dialect, DIGITS);
  const line = ctx.stderr.isTTY ? liveLine(ctx, () => header + size()) : undefined;
  return {
    async *count(chunks) {
      for await (const chunk of chunks) {
        total += chunk.length;
        yield chunk;
      }
    },
    stop: () => line?.stop(),
    summary(destination) {
      line?.stop();
      ctx.stderr.write(`Successfully copied ${size()} to ${destination}\n`);
    },
  };
}

function liveLine(ctx: Ctx, text: () => string): { stop(): void } {
  let shown = "";
  const erase = () => {
    if (shown !== "") ctx.stderr.write("\r\x1b[2K\x1b[?25h");
    shown = "";
  };
  const draw = () => {
    const now = text();
    if (now !== shown) ctx.stderr.write(`${shown === "" ? "\x1b[?25l" : ""}\r\x1b[2K${now}`);
    shown = now;
  };
  let ticker: NodeJS.Timeout | undefined;
  const patience = setTimeout(() => {
    draw();
    ticker = setInterval(draw, PERIOD_MS);
  }, PATIENCE_MS);
  const stop = () => {
    clearTimeout(patience);
    clearInterval(ticker);
    erase();
    forget();
  };
  // A signal must restore the cursor.
  const forget = ctx.signals.cleanup(stop);
  return { stop };
}
