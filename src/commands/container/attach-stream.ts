/** Joins the terminal (or pipes) of this process to a hijacked stream: what run, start, attach and exec share. */
import type { Ctx } from "../../cli/context.js";
import { demux } from "../../engine/demux.js";
import type { HijackedStream } from "../../engine/engine.js";
import { ConnectionError } from "../../errors/connection.js";
import { untilDetached } from "./detach-keys.js";

export interface Joined {
  /** The container has a terminal: one raw stream, and detach keys count. */
  tty: boolean;
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  /** What ends the attachment when typed at a terminal. */
  detachKeys: Uint8Array;
}

/** "ended": the other side closed; "detached": the user typed the detach keys. */
export type Ending = "ended" | "detached";

/**
 * Pumps until the output ends or the user detaches. Input that ends half-closes the stream. The terminal is raw meanwhile
 * and restored on every way out. Throws EarlyEndError or the socket's error when the stream was cut.
 */
export async function joinStreams(ctx: Ctx, stream: HijackedStream, joined: Joined): Promise<Ending> {
  const raw = joined.tty && joined.stdin && ctx.stdin.isTTY;
  const restore = raw ? (await import("../../io/terminal.js")).rawMode(ctx.stdin, ctx.signals) : () => {};
  const reader = joined.stdin ? ctx.stdin.open() : undefined;
  try {
    if (!reader) stream.closeWrite();
    const input: Promise<Ending> = reader ? sendInput(reader, stream, joined) : Promise.resolve("ended");
    if (!joined.stdout && !joined.stderr) return await input;
    const output = receiveOutput(ctx, stream, joined);
    // The end of input does not end the stream: output continues until the other side closes.
    return await Promise.race([output, input.then((ending) => (ending === "detached" ? ending : output))]);
  } finally {
    reader?.close();
    restore();
    stream.destroy();
  }
}

async function sendInput(input: AsyncIterable<Buffer>, stream: HijackedStream, joined: Joined): Promise<Ending> {
  const chunks = untilDetached(input, joined.tty ? joined.detachKeys : new Uint8Array());
  try {
    for (;;) {
      const { value, done } = await chunks.next();
      if (done) {
        if (value) return "detached";
        break;
      }
      await stream.write(value);
    }
    stream.closeWrite();
  } catch (error) {
    // The process has ended or does not read: its output tells why.
    if (!(error instanceof ConnectionError)) throw error;
  }
  return "ended";
}

async function receiveOutput(ctx: Ctx, stream: HijackedStream, joined: Joined): Promise<Ending> {
  if (joined.tty) {
    for await (const chunk of stream) await ctx.stdout.writeAsync(chunk);
  } else {
    await demux(stream, (channel, bytes) => (channel === 2 ? ctx.stderr : ctx.stdout).writeAsync(bytes));
  }
  return "ended";
}
