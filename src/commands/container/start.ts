import type { Ctx } from "../../cli/context.js";
import { bool, defineCommand, str, type Values } from "../../cli/spec.js";
import type { Engine } from "../../engine/engine.js";
import { StatusError, UserError } from "../../errors.js";
import { containerPath } from "../object-path.js";
import { joinStreams } from "./attach-stream.js";
import { detachKeysOf } from "./detach-sequence.js";
import { awaitExit } from "./exit-status.js";
import { proxySignals } from "./signal-proxy.js";
import { followSize } from "./tty-size.js";

const flags = {
  attach: bool("Attach stdout and stderr, pass signals on", { short: "a" }),
  checkpoint: str("Start from this checkpoint", { experimental: true }),
  checkpointDir: str("Folder with the checkpoints, where it is not the usual one", { experimental: true }),
  detachKeys: str("Keys that detach from the container"),
  interactive: bool("Attach stdin", { short: "i" }),
};

type StartFlags = Values<typeof flags>;

const startQuery = (f: StartFlags) => ({ checkpoint: f.checkpoint, "checkpoint-dir": f.checkpointDir });

async function start(engine: Engine, id: string, f: StartFlags): Promise<void> {
  const answer = await engine.request("POST", `${containerPath(id)}/start`, { query: startQuery(f) });
  await answer.bytes();
}

async function startAttached(ctx: Ctx, engine: Engine, name: string, f: StartFlags): Promise<number> {
  const found = await engine.json<{
    Id: string;
    Config: { Tty: boolean; OpenStdin: boolean };
    HostConfig: { AutoRemove: boolean };
  }>("GET", `${containerPath(name)}/json`);
  const { Id: id, Config: config } = found;
  const undo: (() => unknown)[] = config.Tty ? [] : [proxySignals(ctx, engine, id)];
  try {
    const keys = detachKeysOf(ctx, f.detachKeys);
    const stdin = f.interactive && config.OpenStdin;
    const stream = await engine.hijack(`/containers/${id}/attach`, {
      query: { detachKeys: keys.text, stderr: true, stdin, stdout: true, stream: true },
    });
    undo.push(() => stream.destroy());
    // Before the start: its end must not be missed.
    const exit = await awaitExit(engine, id, found.HostConfig.AutoRemove ? "removed" : "next-exit");
    undo.push(() => exit.cancel());
    const joined = joinStreams(ctx, stream, { tty: config.Tty, stdin, stdout: true, stderr: true, detachKeys: keys.bytes });
    joined.catch(() => {});
    try {
      await start(engine, id, f);
    } catch (error) {
      stream.destroy();
      await joined.catch(() => {});
      if (found.HostConfig.AutoRemove) await exit.code();
      throw error;
    }
    if (config.Tty && ctx.stdout.isTTY) undo.push(followSize(ctx, engine, `/containers/${id}`));
    if ((await joined) === "detached") return 0;
    return await exit.code();
  } finally {
    for (const back of undo) await back();
  }
}

export default defineCommand({
  path: "container start",
  aliases: ["start"],
  summary: "Start one or more stopped containers",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags,
  examples: [{ say: "Start and follow", run: "start -ai web" }],
  async run(ctx, names, f) {
    const attach = f.attach || f.interactive;
    if (attach && names.length > 1) throw new UserError("you cannot start and attach multiple containers at once");
    if (f.checkpoint && names.length > 1) throw new UserError("you cannot restore multiple containers at once");
    const engine = await ctx.engine();
    if (attach) return startAttached(ctx, engine, names[0] as string, f);
    const failed: string[] = [];
    for (const name of names) {
      try {
        await start(engine, name, f);
        ctx.stdout.write(`${name}\n`);
      } catch (error) {
        if (!(error instanceof StatusError) || (names.length === 1 && f.checkpoint)) throw error;
        ctx.stderr.write(`${error.message}\n`);
        failed.push(name);
      }
    }
    if (failed.length > 0) throw new UserError(`Error: failed to start containers: ${failed.join(", ")}`);
    return 0;
  },
});
