/** Passes the signals we get on to the container's process. */
import type { Ctx } from "../../cli/context.js";
import type { Engine } from "../../engine/engine.js";
import { segment } from "../../engine/query.js";

/** Everything a client can catch and that means something to a container; CHLD, PIPE and URG are our own business. */
const PROXIED: readonly NodeJS.Signals[] = [
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGTERM",
  "SIGUSR1",
  "SIGUSR2",
  "SIGALRM",
  "SIGCONT",
  "SIGTSTP",
  "SIGTTIN",
  "SIGTTOU",
  "SIGWINCH",
  "SIGTRAP",
  "SIGXCPU",
  "SIGXFSZ",
  "SIGVTALRM",
];

/** Until the returned function is called. A signal that cannot be delivered (the process has ended) is dropped. */
export function proxySignals(ctx: Ctx, engine: Engine, id: string): () => void {
  return ctx.signals.on(PROXIED, (name) => {
    const query = { signal: name.replace(/^SIG/, "") };
    engine.request("POST", `/containers/${segment(id)}/kill`, { query }).then(
      (answer) => answer.cancel(),
      () => {},
    );
  });
}
