/** Which streams are attached, and the interplay of -a, -i, -t and -d. */
import { bool, list, type Values } from "../../../cli/flags.js";
import { UserError } from "../../../errors.js";
import type { ContainerConfig } from "./types.js";

const STREAMS = ["stdin", "stdout", "stderr"];

function checkStream(raw: string): string {
  const stream = raw.toLowerCase();
  if (!STREAMS.includes(stream)) throw new Error("valid streams are STDIN, STDOUT and STDERR");
  return stream;
}

export const streamFlags = {
  attach: list("Attach to stdin, stdout or stderr", { short: "a", check: checkStream }),
  interactive: bool("Keep stdin open even if not attached", { short: "i" }),
  tty: bool("Allocate a pseudo-terminal", { short: "t" }),
};

export type Streams = Pick<ContainerConfig, "AttachStdin" | "AttachStdout" | "AttachStderr" | "Tty" | "OpenStdin" | "StdinOnce">;

/** Without -a, stdout and stderr are attached; -i attaches stdin. */
export function streamConfig(f: Values<typeof streamFlags>): Streams {
  const all = f.attach.length === 0;
  const AttachStdin = f.interactive || f.attach.includes("stdin");
  return {
    AttachStdin,
    AttachStdout: all || f.attach.includes("stdout"),
    AttachStderr: all || f.attach.includes("stderr"),
    Tty: f.tty,
    OpenStdin: f.interactive,
    // Stdin is closed when the client detaches.
    StdinOnce: f.interactive && AttachStdin,
  };
}

/** `run -d`: nothing is attached. Throws where -a says otherwise; that is no usage error (plain text, exit code 1). */
export function detachStreams<T extends Streams>(config: T, f: Pick<Values<typeof streamFlags>, "attach">): T {
  if (f.attach.length > 0) throw new UserError("conflicting options: cannot specify both --attach and --detach");
  return { ...config, AttachStdin: false, AttachStdout: false, AttachStderr: false, StdinOnce: false };
}
