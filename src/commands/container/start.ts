import type { Ctx } from "../../cli/context.js";
import { atOnce, inOrder, type Outcome } from "../../cli/parallel.js";
import { bool, defineCommand, str, type Values } from "../../cli/spec.js";
import type { Engine } from "../../engine/engine.js";
import { jsonObject } from "../../engine/json-object.js";
import { containerPath } from "../../engine/object-path.js";
import { UserError } from "../../errors.js";
import { joinStreams } from "./attach-stream.js";
import { detachKeysOf } from "./detach-sequence.js";
import { awaitExit } from "./exit-status.js";
import { proxySignals } from "./signal-proxy.js";
import { type Startable, waitsFor } from "./start-order.js";
import { followSize } from "./tty-size.js";

const flags = {
  attach: bool("Attach stdout and stderr, pass signals on", { short: "a" }),
  checkpoint: str("Start from this checkpoint", { experimental: true }),
  checkpointDir: str("Folder with the checkpoints, where it is not the usual one", { experimental: true }),
  detachKeys: str("Keys that detach from the container"),
  interactive: bool("Attach stdin", { short: "i" }),
};

/** More at a time do not come up sooner: each is a handful of processes on the engine's side. */
const STARTS_AT_ONCE = 8;

type StartFlags = Values<typeof flags>;

const startQuery = (f: StartFlags) => ({ checkpoint: f.checkpoint, "checkpoint-dir": f.checkpointDir });

async function start(engine: Engine, id: string, f: StartFlags): Promise<void> {
  const answer = await engine.request("POST", `${containerPath(id)}/start`, { query: startQuery(f) });
  await answer.bytes();
}

/** Starts them as if one after the other, at the pace of many at once. Outcomes by index, in order. */
async function* startAll(engine: Engine, names: readonly string[], f: StartFlags): AsyncGenerator<Outcome<number, void>> {
  const before = names.length === 1 ? [] : waitsFor(await inspectAll(engine, names));
  const ended: Promise<unknown>[] = [];
  const begin = async (i: number) => {
    await Promise.all((before[i] ?? []).map((j) => ended[j]));
    await start(engine, names[i] as string, f);
  };
  yield* inOrder([...names.keys()], Math.min(STARTS_AT_ONCE, atOnce(engine)), (i) => {
    const begun = begin(i);
    // Whoever waits for it does not mind how it ends.
    ended[i] = begun.catch(() => {});
    return begun;
  });
}

/** What is known of each; what cannot be inspected cannot be started either, and that is told then. */
async function inspectAll(engine: Engine, names: readonly string[]): Promise<(Startable | undefined)[]> {
  const found: (Startable | undefined)[] = [];
  const inspect = (name: string) => jsonObject<Startable>(engine, "GET", `${containerPath(name)}/json`);
  for await (const outcome of inOrder(names, atOnce(engine), inspect)) found.push("error" in outcome ? undefined : outcome.value);
  return found;
}

async function startAttached(ctx: Ctx, engine: Engine, name: string, f: StartFlags): Promise<number> {
  const found = await jsonObject<{
    Id: string;
    Config: { Tty: boolean; OpenStdin: boolean };
    HostConfig: { AutoRemove: boolean };
  }>(engine, "GET", `${containerPath(name)}/json`);
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
    if (names.length === 1 && f.checkpoint) {
      // Without a word, as the reference.
      await start(engine, names[0] as string, f);
      return 0;
    }
    const failed: string[] = [];
    for await (const outcome of startAll(engine, names, f)) {
      const name = names[outcome.item] as string;
      if (!("error" in outcome)) ctx.stdout.write(`${name}\n`);
      else {
        ctx.stderr.write(`${outcome.error.message}\n`);
        failed.push(name);
      }
    }
    if (failed.length > 0) throw new UserError(`Error: failed to start containers: ${failed.join(", ")}`);
    return 0;
  },
});
