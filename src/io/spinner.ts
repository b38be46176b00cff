/** A spinner on stderr while a command waits without output: on a terminal only, and only when the wait is long. */
import type { Output } from "./streams.js";
import { tty } from "./tty.js";

/** Milliseconds of silence before it shows: a quick answer should not flicker. */
const PATIENCE_MS = 400;

export interface Spinner {
  /** Clears it so that other output can be written; it comes back by itself. */
  clear(): void;
  stop(): void;
}

/** Shows nothing. */
export const NO_SPINNER: Spinner = { clear() {}, stop() {} };

/** @param text what is waited for, e.g. "Stopping web" */
export function startSpinner(out: Output, text: string): Spinner {
  if (!out.isTTY || !out.colour) return NO_SPINNER;
  let shown: { clear(): unknown; stop(): unknown } | undefined;
  let over = false;
  const timer = setTimeout(async () => {
    const { default: ora } = await import("ora");
    if (over) return;
    // A stream of its own: only this module may touch process.stderr (see streams.ts).
    const stream = new (tty().WriteStream)(out.fd);
    // Input belongs to the command: ora must not discard what is typed.
    const spinner = ora({ text, stream: stream as unknown as NodeJS.WritableStream, discardStdin: false }).start();
    shown = {
      clear: () => spinner.clear(),
      stop() {
        spinner.stop();
        stream.destroy();
      },
    };
  }, PATIENCE_MS);
  return {
    clear: () => void shown?.clear(),
    stop() {
      over = true;
      clearTimeout(timer);
      shown?.stop();
    },
  };
}
