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

/**
 * Until the returned function is called, which resolves when those under way have arrived. A signal that cannot be delivered
 * (the process has ended) is dropped.
 */
export function proxySignals(ctx: Ctx, engine: Engine, id: string): () => Promise<void> {
  const underWay = new Set<Promise<void>>();
  const stop = ctx.signals.on(PROXIED, (name) => {
    const query = { signal: name.replace(/^SIG/, "") };
    const sent = engine.request("POST", `/containers/${segment(id)}/kill`, { query }).then(
      (answer) => answer.cancel(),
      () => {},
    );
    underWay.add(sent);
    void sent.then(() => underWay.delete(sent));
  });
  return async () => {
    stop();
    await Promise.all(underWay);
  };
}
