/** Keeps the size of a container's terminal equal to ours. */
import type { Ctx } from "../../cli/context.js";
import type { Engine } from "../../engine/engine.js";

const TRIES = 10;
const STEP_MS = 10;

/**
 * Sends our terminal's size now and at every change, until the returned function is called.
 * @param path "/containers/ID" or "/exec/ID", encoded
 */
export function followSize(ctx: Ctx, engine: Engine, path: string): () => void {
  const send = async () => {
    const [h, w] = [ctx.stdout.height(), ctx.stdout.width()];
    if (h === 0 && w === 0) return;
    const answer = await engine.request("POST", `${path}/resize`, { query: { h, w } });
    await answer.bytes();
  };
  // One at a time: on two connections an older size could overtake a newer one. What waits sends the size of its turn.
  let last = sendFirst(ctx, send);
  let waiting = false;
  return ctx.signals.on(["SIGWINCH"], () => {
    if (waiting) return;
    waiting = true;
    const turn = () => {
      waiting = false;
      return send();
    };
    // A resize that the daemon refuses (the process has just ended) is ignored.
    last = last.then(turn).catch(() => {});
  });
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
