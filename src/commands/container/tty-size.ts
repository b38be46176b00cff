/** Keeps the size of a container's terminal equal to ours. */
import type { Ctx } from "../../cli/context.js";
import type { Engine } from "../../engine/engine.js";

const TRIES = 10;
const STEP_MS = 10;

/**
 * Sends our terminal's size now and at every change.
 * @param path "/containers/ID" or "/exec/ID", encoded
 * @returns stops following
 */
export async function followSize(ctx: Ctx, engine: Engine, path: string): Promise<() => void> {
  const { onResize } = await import("../../io/terminal.js");
  const send = async (size: { width: number; height: number }) => {
    if (size.width === 0 && size.height === 0) return;
    const answer = await engine.request("POST", `${path}/resize`, { query: { h: size.height, w: size.width } });
    await answer.bytes();
  };
  void sendFirst(ctx, () => send({ width: ctx.stdout.width(), height: ctx.stdout.height() }));
  // A change that the engine refuses (the process has just ended) is not worth a word.
  return onResize(ctx.stdout, ctx.signals, (size) => void send(size).catch(() => {}));
}

/** The process may not have started yet when the size is first sent: tried again for about half a second. */
async function sendFirst(ctx: Ctx, send: () => Promise<void>): Promise<void> {
  for (let tries = 1; tries <= TRIES; tries++) {
    try {
      return await send();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, tries * STEP_MS));
    }
  }
  ctx.stderr.write("failed to resize tty, using default size\n");
}
