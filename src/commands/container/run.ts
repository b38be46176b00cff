import type { Ctx } from "../../cli/context.js";
import { bool, str, type Values } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import type { Engine } from "../../engine/engine.js";
import { segment } from "../../engine/query.js";
import { StatusError } from "../../errors.js";
import { type Ending, joinStreams } from "./attach-stream.js";
import { createFlags } from "./create/flags.js";
import { CANNOT_RUN, usageFailure } from "./create/messages.js";
import { detachStreams } from "./create/streams.js";
import type { CreateBody } from "./create/types.js";
import { createContainer, readCreateBody } from "./create-container.js";
import { detachKeysOf } from "./detach-sequence.js";
import { awaitExit, type PendingExit } from "./exit-status.js";
import { proxySignals } from "./signal-proxy.js";
import { checkTtyInput } from "./tty-input.js";
import { followSize } from "./tty-size.js";

const flags = {
  ...createFlags,
  detach: bool("Run in the background and print the container ID", { short: "d" }),
  detachKeys: str("Key sequence that detaches from the container"),
  sigProxy: bool("Forward signals to the process", { def: true }),
};

type RunFlags = Values<typeof flags>;

/** Exit code of a container that could not be made or started, told from the text alone as Docker does. */
export function startFailureCode(message: string): number {
  if (/executable file not found|no such file or directory|system cannot find the file specified/.test(message)) return 127;
  if (/permission denied|is a directory/.test(message)) return 126;
  return CANNOT_RUN;
}

/** `docker: REASON` and where to read more; what is not for the user to read passes as it is. */
function refusal(ctx: Ctx, error: unknown): unknown {
  if (!(error instanceof StatusError) || error.message === "") return error;
  return new StatusError(usageFailure(ctx.name, "run", error).message, startFailureCode(error.message), { cause: error });
}

/** Everything after the container was made: the exit code. */
async function startAndFollow(ctx: Ctx, engine: Engine, id: string, body: CreateBody, f: RunFlags): Promise<number> {
  const path = `/containers/${segment(id)}`;
  const { Tty: tty, AttachStdin: stdin, AttachStdout: stdout, AttachStderr: stderr } = body;
  const attached = stdin || stdout || stderr;
  const undo: (() => unknown)[] = [];
  try {
    if (!f.detach && f.sigProxy) undo.push(proxySignals(ctx, engine, id));
    const attachment = attached ? await attach(ctx, engine, path, body, f) : undefined;
    if (attachment) undo.push(attachment.drop);
    // Asked before the start, so that the end of a short life is not missed.
    const exit = attached ? await awaitExit(engine, id, f.rm ? "removed" : "next-exit") : undefined;
    if (exit) undo.push(() => exit.cancel());
    // Told before it starts, as Docker does: a container that cannot start is still there.
    if (!attached) ctx.stdout.write(`${id}\n`);
    await start(ctx, engine, path, f.rm ? exit : undefined);
    if (!attachment || !exit) return 0;
    if (tty && ctx.stdout.isTTY) undo.push(followSize(ctx, engine, path));
    return (await attachment.ending) === "detached" ? 0 : await exit.code();
  } finally {
    for (const back of undo) await back();
  }
}

interface Attachment {
  ending: Promise<Ending>;
  drop(): void;
}

async function attach(ctx: Ctx, engine: Engine, path: string, body: CreateBody, f: RunFlags): Promise<Attachment> {
  const keys = detachKeysOf(ctx, f.detachKeys);
  const { Tty: tty, AttachStdin: stdin, AttachStdout: stdout, AttachStderr: stderr } = body;
  const stream = await engine.hijack(`${path}/attach`, { query: { detachKeys: keys.text, stdin, stdout, stderr, stream: true } });
  const ending = joinStreams(ctx, stream, { tty, stdin, stdout, stderr, detachKeys: keys.bytes });
  // Looked at after the start; until then a failure waits.
  ending.catch(() => {});
  return { ending, drop: () => stream.destroy() };
}

/** Throws with the exit code that the daemon's refusal means; waits first until a container of --rm is gone. */
async function start(ctx: Ctx, engine: Engine, path: string, removed: PendingExit | undefined): Promise<void> {
  try {
    const answer = await engine.request("POST", `${path}/start`);
    await answer.bytes();
  } catch (error) {
    await removed?.code().catch(() => {});
    throw refusal(ctx, error);
  }
}

/** --rm is the daemon's work from the start on; before, it is ours. Best effort: the first failure is the one to report. */
async function discard(engine: Engine, id: string): Promise<void> {
  await engine.request("DELETE", `/containers/${segment(id)}`, { query: { v: true, force: true } }).then(
    (answer) => answer.bytes(),
    () => {},
  );
}

export default defineCommand({
  path: "container run",
  aliases: ["run"],
  summary: "Create and run a new container from an image",
  usage: "[OPTIONS] IMAGE [COMMAND] [ARG...]",
  args: { min: 1 },
  interspersed: false,
  flags,
  examples: [
    { say: "Open a shell in a container that is removed afterwards", run: "run --rm -it busybox sh" },
    { say: "Run a server in the background and publish its port 80", run: "run -d --name web -p 8080:80 nginx" },
  ],
  async run(ctx, args, f, changed) {
    const read = await readCreateBody(ctx, "run", args, f, changed);
    if (!f.detach) checkTtyInput(ctx, read.AttachStdin, read.Tty);
    const body = f.detach ? detachStreams(read, f) : read;
    // Found out now, and not when there is a container already.
    if (!f.detach) detachKeysOf(ctx, f.detachKeys);
    const engine = await ctx.engine();
    let id: string;
    try {
      id = await createContainer(ctx, engine, body, f, changed);
    } catch (error) {
      throw refusal(ctx, error);
    }
    try {
      return await startAndFollow(ctx, engine, id, body, f);
    } catch (error) {
      if (f.rm) await discard(engine, id);
      throw error;
    }
  },
});
