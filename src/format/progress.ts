/**
 * The daemon's progress streams (pull, push, load, import, build) shown as they come: Docker's lines in a pipe,
 * a redrawn block on a terminal. The cursor is below the block whenever nothing is being written.
 */
import { StatusError } from "../errors.js";
import type { Output } from "../io/streams.js";
import { blockDisplay } from "./progress/block.js";
import { failureKind, failureOf, type ProgressMessage } from "./progress/message.js";
import { plainText } from "./progress/plain.js";
import { type ProgressDisplay, terminalDisplay } from "./progress/terminal.js";

export type { ProgressMessage } from "./progress/message.js";

export interface ProgressOptions {
  dialect: "docker" | "dockline";
  /** Milliseconds since the epoch. */
  now(): number;
  /** Is given what a message holds for programs; such messages are not shown. */
  aux?(value: unknown): void;
}

function displayOn(out: Output, { dialect, now }: ProgressOptions): ProgressDisplay {
  const write = (text: string) => text !== "" && out.write(text);
  if (!out.isTTY) return { show: (message) => void write(plainText(message)), end() {} };
  const screen = { width: () => out.width(), height: () => out.height(), write };
  return dialect === "docker" ? terminalDisplay(screen, now) : blockDisplay(screen, now);
}

/**
 * Shows every message until the stream ends.
 * @param out undefined shows nothing (--quiet); errors count all the same
 * @throws StatusError with the text of the first message that carries an error; whatever the stream throws
 */
export async function showProgress(
  messages: AsyncIterable<ProgressMessage>,
  out: Output | undefined,
  options: ProgressOptions,
): Promise<void> {
  const display = out && displayOn(out, options);
  try {
    for await (const value of messages) {
      const message = value ?? {};
      if (message.aux !== undefined && message.aux !== null) {
        options.aux?.(message.aux);
        continue;
      }
      const failure = failureOf(message);
      if (failure !== undefined) throw new StatusError(failure, 1, { kind: failureKind(message) });
      display?.show(message);
    }
  } finally {
    display?.end();
  }
}
