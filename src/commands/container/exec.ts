import type { Ctx } from "../../cli/context.js";
import { bool, list, str, type Values } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import type { Engine } from "../../engine/engine.js";
import { jsonObject } from "../../engine/json-object.js";
import { containerPath } from "../../engine/object-path.js";
import { StatusError } from "../../errors.js";
import { checkEnv } from "../../values/env.js";
import { joinStreams } from "./attach-stream.js";
import { detachKeysOf } from "./detach-sequence.js";
import { checkTtyInput } from "./tty-input.js";
import { followSize } from "./tty-size.js";

const flags = {
  detach: bool("Run the command in the background", { short: "d" }),
  detachKeys: str("Key sequence that detaches from the command"),
  env: list("Set environment variables", { short: "e", api: "1.25", check: checkEnv }),
  envFile: list("Read environment variables from a file", { api: "1.25" }),
  interactive: bool("Keep stdin open even if not attached", { short: "i" }),
  privileged: bool("Give the command extended privileges"),
  tty: bool("Allocate a pseudo-terminal", { short: "t" }),
  user: str('Run as this user ("<name|uid>[:<group|gid>]")', { short: "u" }),
  workdir: str("Working directory inside the container", { short: "w", api: "1.35" }),
};

type ExecFlags = Values<typeof flags>;

/** Body of POST /containers/ID/exec. Pure. `env` is what --env and --env-file resolve to, `size` [rows, columns] of our terminal. */
export function toExecBody(
  f: ExecFlags,
  command: readonly string[],
  env: readonly string[],
  detachKeys: string,
  size: readonly [number, number],
) {
  const attach = !f.detach;
  return {
    User: f.user,
    Privileged: f.privileged,
    Tty: f.tty,
    ...(f.tty && attach && (size[0] || size[1]) && { ConsoleSize: size }),
    AttachStdin: attach && f.interactive,
    AttachStderr: attach,
    AttachStdout: attach,
    Detach: f.detach,
    DetachKeys: detachKeys,
    Env: env.length > 0 ? env : null,
    WorkingDir: f.workdir,
    Cmd: command,
  };
}

/** Joins our streams to the exec process; its exit code. */
async function attachTo(ctx: Ctx, engine: Engine, id: string, f: ExecFlags, size: readonly [number, number]): Promise<number> {
  const body = { Detach: false, Tty: f.tty, ...(f.tty && (size[0] || size[1]) && { ConsoleSize: size }) };
  const stream = await engine.hijack(`/exec/${id}/start`, { body });
  const stop = f.tty && ctx.stdin.isTTY ? followSize(ctx, engine, `/exec/${id}`) : () => {};
  try {
    const keys = detachKeysOf(ctx, f.detachKeys).bytes;
    const ending = await joinStreams(ctx, stream, { tty: f.tty, stdin: f.interactive, stdout: true, stderr: true, detachKeys: keys });
    if (ending === "detached") throw new StatusError("read escape sequence");
  } finally {
    stop();
  }
  const state = await jsonObject<{ ExitCode: number | null; Running: boolean }>(engine, "GET", `/exec/${id}/json`);
  // Docker takes a cut stream for success.
  if (state.Running)
    throw new StatusError("the connection to the command was cut; it is still running in the container", 1, {
      kind: "broken-stream",
    });
  return state.ExitCode ?? 0;
}

export default defineCommand({
  path: "container exec",
  aliases: ["exec"],
  summary: "Run a command in a running container",
  usage: "[OPTIONS] CONTAINER COMMAND [ARG...]",
  args: { min: 2 },
  names: { kind: "container", which: "first" },
  interspersed: false,
  flags,
  examples: [
    { say: "Open a shell", run: "exec -it web sh" },
    { say: "Run as another user, with a variable", run: "exec -u www-data -e LEVEL=debug web env" },
  ],
  async run(ctx, [container = "", ...command], f) {
    const { execEnvironment } = await import("./exec-env.js");
    const env = execEnvironment(ctx, f.env, f.envFile);
    const keys = detachKeysOf(ctx, f.detachKeys);
    const engine = await ctx.engine();
    const path = containerPath(container);
    if (!f.detach && f.interactive && f.tty && !ctx.stdin.isTTY) {
      // A container that does not exist is the more useful complaint.
      await engine.json("GET", `${path}/json`);
      checkTtyInput(ctx, true, true);
    }
    const size = [ctx.stdout.height(), ctx.stdout.width()] as const;
    const { Id: id } = await jsonObject<{ Id: string }>(engine, "POST", `${path}/exec`, {
      body: toExecBody(f, command, env, keys.text, size),
    });
    if (!id) throw new StatusError("exec ID empty");
    if (!f.detach) return attachTo(ctx, engine, id, f, size);
    const started = await engine.request("POST", `/exec/${id}/start`, { body: { Detach: true, Tty: f.tty } });
    await started.bytes();
    return 0;
  },
});
