import type { Ctx } from "../../cli/context.js";
import { bool, str } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import type { Engine } from "../../engine/engine.js";
import { jsonObject } from "../../engine/json-object.js";
import { containerPath } from "../../engine/object-path.js";
import { StatusError, UserError } from "../../errors.js";
import { joinStreams } from "./attach-stream.js";
import { detachKeysOf } from "./detach-sequence.js";
import { awaitExit } from "./exit-status.js";
import { proxySignals } from "./signal-proxy.js";
import { checkTtyInput } from "./tty-input.js";
import { followSize } from "./tty-size.js";

const flags = {
  detachKeys: str("Key sequence that detaches from the container"),
  noStdin: bool("Do not attach stdin"),
  sigProxy: bool("Forward signals to the process", { def: true }),
};

interface Inspected {
  Id: string;
  Config: { Tty: boolean; OpenStdin: boolean };
  State: { Running: boolean; Paused: boolean; Restarting: boolean };
}

async function inspectAttachable(engine: Engine, container: string): Promise<Inspected> {
  const found = await jsonObject<Inspected>(engine, "GET", `${containerPath(container)}/json`);
  if (!found.State.Running) throw new UserError("You cannot attach to a stopped container, start it first");
  if (found.State.Paused) throw new UserError("You cannot attach to a paused container, unpause it first");
  if (found.State.Restarting) throw new UserError("You cannot attach to a restarting container, wait until it is running");
  return found;
}

/** Programs redraw their screen when its size changes: cause that, or an attached terminal stays empty. */
async function redraw(ctx: Ctx, engine: Engine, id: string): Promise<() => void> {
  const [h, w] = [ctx.stdout.height(), ctx.stdout.width()];
  await engine.request("POST", `/containers/${id}/resize`, { query: { h: h + 1, w: w + 1 } }).then(
    (answer) => answer.bytes(),
    () => {},
  );
  return followSize(ctx, engine, `/containers/${id}`);
}

export default defineCommand({
  path: "container attach",
  aliases: ["attach"],
  summary: "Attach to a running container's input, output and error streams",
  usage: "[OPTIONS] CONTAINER",
  args: { min: 1, max: 1 },
  names: { kind: "container", which: "all" },
  flags,
  examples: [{ say: "Watch and type; ctrl-p ctrl-q detaches and leaves it running", run: "attach web" }],
  async run(ctx, [container = ""], f) {
    const keys = detachKeysOf(ctx, f.detachKeys);
    const engine = await ctx.engine();
    const { Id: id, Config: config } = await inspectAttachable(engine, container);
    checkTtyInput(ctx, !f.noStdin, config.Tty);
    const exit = await awaitExit(engine, id, "");
    const stdin = !f.noStdin && config.OpenStdin;
    const query = { detachKeys: keys.text, stderr: true, stdin, stdout: true, stream: true };
    const stream = await engine.hijack(`/containers/${id}/attach`, { query });
    const undo: (() => unknown)[] = [];
    try {
      // The container may have stopped between inspect and attach; the stream would then never end.
      await inspectAttachable(engine, id);
      if (f.sigProxy && !config.Tty) undo.push(proxySignals(ctx, engine, id));
      if (config.Tty && ctx.stdout.isTTY) undo.push(await redraw(ctx, engine, id));
      const ending = await joinStreams(ctx, stream, { tty: config.Tty, stdin, stdout: true, stderr: true, detachKeys: keys.bytes });
      if (ending === "detached") throw new StatusError("read escape sequence");
      return await exit.code();
    } finally {
      for (const back of undo) await back();
      stream.destroy();
      exit.cancel();
    }
  },
});
