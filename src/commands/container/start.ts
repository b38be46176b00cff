import { defineAction } from "../../cli/action.js";
import type { Ctx } from "../../cli/context.js";
import { bool, str, type Values } from "../../cli/flags.js";
import { atOnce, inOrder } from "../../cli/parallel.js";
import type { Engine } from "../../engine/engine.js";
import { jsonObject } from "../../engine/json-object.js";
import { containerPath } from "../../engine/object-path.js";
import { send } from "../../engine/send.js";
import { UserError } from "../../errors.js";
import { joinStreams } from "./attach-stream.js";
import { detachKeysOf } from "./detach-sequence.js";
import { awaitExit } from "./exit-status.js";
import { proxySignals } from "./signal-proxy.js";
import { type Startable, waitsFor } from "./start-order.js";
import { followSize } from "./tty-size.js";

const flags = {
  attach: bool("Attach stdout and stderr, and forward signals", { short: "a" }),
  checkpoint: str("Restore from this checkpoint", { experimental: true }),
  checkpointDir: str("Use a custom checkpoint storage directory", { experimental: true }),
  detachKeys: str("Key sequence that detaches from the container"),
  interactive: bool("Attach stdin", { short: "i" }),
};

/** More at a time do not start sooner: each start is a handful of processes on the daemon's side. */
const STARTS_AT_ONCE = 8;

type StartFlags = Values<typeof flags>;

const startQuery = (f: StartFlags) => ({ checkpoint: f.checkpoint, "checkpoint-dir": f.checkpointDir });

async function start(engine: Engine, id: string, f: StartFlags): Promise<void> {
  await send(engine, "POST", `${containerPath(id)}/start`, { query: startQuery(f) });
}

/** Starts each as if one after the other, at the pace of many at once: a container waits for those it depends on. */
async function starterOf(engine: Engine, names: readonly string[], f: StartFlags): Promise<(name: string, at: number) => Promise<void>> {
  const before = names.length === 1 ? [] : waitsFor(await inspectAll(engine, names));
  const ended: Promise<unknown>[] = [];
  return (name, at) => {
    const begun = Promise.all((before[at] ?? []).map((j) => ended[j])).then(() => start(engine, name, f));
    // Containers that wait for this one start even if it fails.
    ended[at] = begun.catch(() => {});
    return begun;
  };
}

/** What is known of each; what cannot be inspected cannot be started either; the start reports it. */
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

export default defineAction({
  path: "container start",
  aliases: ["start"],
  summary: "Start one or more stopped containers",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags,
  examples: [{ say: "Start a container and attach to it", run: "start -ai web" }],
  objects: "container",
  limit: STARTS_AT_ONCE,
  check(_ctx, f, { names }) {
    if ((f.attach || f.interactive) && names.length > 1) throw new UserError("you cannot start and attach multiple containers at once");
    if (f.checkpoint && names.length > 1) throw new UserError("you cannot restore multiple containers at once");
  },
  async instead({ ctx, engine, names: [name = ""], flags: f }) {
    if (f.attach || f.interactive) return startAttached(ctx, engine, name, f);
    if (!f.checkpoint) return undefined;
    // Docker prints nothing here.
    await start(engine, name, f);
    return 0;
  },
  each: ({ engine, names, flags }) => starterOf(engine, names, flags),
  failure: (failed) => new UserError(`Error: failed to start containers: ${failed.join(", ")}`),
});
