/** A sign of life on stderr while a command waits in silence: on a terminal only, and only when the wait is long. */
import type { Output } from "./streams.js";
import { tty } from "./tty.js";

/** Milliseconds of silence before it shows: a quick answer should not flicker. */
const PATIENCE_MS = 400;

export interface Spinner {
  /** Takes it off the line, for something else to be written; it comes back by itself. */
  clear(): void;
  stop(): void;
}

/** Where nothing is to be shown. */
export const NO_SPINNER: Spinner = { clear() {}, stop() {} };

/** @param text what is waited for, e.g. "Stopping web" */
export function startSpinner(out: Output, text: string): Spinner {
  if (!out.isTTY || !out.colour) return NO_SPINNER;
  let shown: { clear(): unknown; stop(): unknown } | undefined;
  let over = false;
  const timer = setTimeout(async () => {
    const { default: ora } = await import("ora");
    if (over) return;
    // A stream of its own: process.stderr is nobody's but this module's to touch (streams.ts).
    const stream = new (tty().WriteStream)(out.fd);
    // Input is the command's: ora must not swallow what is typed.
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
