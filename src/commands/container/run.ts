import type { Ctx } from "../../cli/context.js";
import { bool, defineCommand, str, type Values } from "../../cli/spec.js";
import type { Engine } from "../../engine/engine.js";
import { segment } from "../../engine/query.js";
import { StatusError, UserError } from "../../errors.js";
import { type Ending, joinStreams } from "./attach-stream.js";
import { createContainer, createFlags } from "./create-container.js";
import { detachKeysOf } from "./detach-sequence.js";
import { awaitExit, ENGINE_FAILED, type PendingExit } from "./exit-status.js";
import { proxySignals } from "./signal-proxy.js";
import { checkTtyInput } from "./tty-input.js";
import { followSize } from "./tty-size.js";

const flags = {
  ...createFlags,
  detach: bool("Run in the background and print the container's ID", { short: "d" }),
  detachKeys: str("Keys that detach from the container"),
  sigProxy: bool("Pass signals on to the container's process", { def: true }),
};

type RunFlags = Values<typeof flags>;

/** What of the terminal is attached to what is run. */
interface Attached {
  tty: boolean;
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
}

/** Exit code of a container that could not be started, told from the engine's text as the reference does. */
export function startFailureCode(message: string): number {
  if (/executable file not found|no such file or directory|system cannot find the file specified/.test(message)) return 127;
  if (/permission denied|is a directory/.test(message)) return 126;
  return ENGINE_FAILED;
}

/** `docker: REASON`, then where to read more: how run says what the engine refused. */
function asRunFailure(ctx: Ctx, error: unknown, code: number): unknown {
  if (!(error instanceof StatusError) || error.message === "") return error;
  return new StatusError(`${ctx.name}: ${error.message}\n\nRun '${ctx.name} run --help' for more information`, code);
}

/** Everything after the container was made: its exit code. */
async function startAndFollow(ctx: Ctx, engine: Engine, id: string, f: RunFlags, attached: Attached): Promise<number> {
  const path = `/containers/${segment(id)}`;
  const undo: (() => void)[] = [];
  if (!f.detach && f.sigProxy && !attached.tty) undo.push(proxySignals(ctx, engine, id));
  try {
    const joining = attached.stdin || attached.stdout || attached.stderr;
    const joined = joining ? await join(ctx, engine, path, f, attached) : undefined;
    joined?.catch(() => {});
    // Asked before the start, so that the end of a short life is not missed. A detached run has no use for it.
    const exit = joining || f.rm ? await awaitExit(engine, id, f.rm ? "removed" : "next-exit") : undefined;
    if (exit) undo.push(() => exit.cancel());
    await start(ctx, engine, path, f.rm ? exit : undefined);
    if (!joined || !exit) {
      ctx.stdout.write(`${id}\n`);
      return 0;
    }
    if (attached.tty && ctx.stdout.isTTY) undo.push(await followSize(ctx, engine, path));
    return (await joined) === "detached" ? 0 : await exit.code();
  } finally {
    for (const back of undo) back();
  }
}

async function join(ctx: Ctx, engine: Engine, path: string, f: RunFlags, attached: Attached): Promise<Promise<Ending>> {
  const keys = detachKeysOf(ctx, f.detachKeys);
  const query = { detachKeys: keys.text, stdin: attached.stdin, stdout: attached.stdout, stderr: attached.stderr, stream: true };
  const stream = await engine.hijack(`${path}/attach`, { query });
  return joinStreams(ctx, stream, { ...attached, detachKeys: keys.bytes });
}

/** Throws with the exit code that the engine's refusal means; waits first until a container of --rm is gone. */
async function start(ctx: Ctx, engine: Engine, path: string, removed: PendingExit | undefined): Promise<void> {
  try {
    const answer = await engine.request("POST", `${path}/start`);
    await answer.bytes();
  } catch (error) {
    const failure = asRunFailure(ctx, error, error instanceof StatusError ? startFailureCode(error.message) : ENGINE_FAILED);
    await removed?.code().catch(() => {});
    throw failure;
  }
}
