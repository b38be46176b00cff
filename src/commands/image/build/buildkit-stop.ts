/** Stopping a build with Ctrl-C. */
import { randomBytes } from "node:crypto";
import type { Engine } from "../../../engine/engine.js";
import type { StatusError } from "../../../errors.js";
import type { Signals } from "../../../io/signals.js";

export interface BuildStopper {
  /** The ID of the build. */
  readonly id: string;
  /** Aborted, with `cancelled`, if the daemon cannot be asked to stop, or the user asks twice. */
  readonly signal: AbortSignal;
  stopped(): boolean;
  /** Stops listening to signals. */
  end(): void;
}

/** The first Ctrl-C asks the daemon to stop, and its messages are still shown; the second one does not wait for them. */
export function stopperOf(signals: Signals, engine: Engine, cancelled: StatusError): BuildStopper {
  const id = randomBytes(32).toString("hex");
  const abort = new AbortController();
  let stopped = false;
  const end = signals.on(["SIGINT", "SIGTERM"], () => {
    if (stopped) abort.abort(cancelled);
    stopped = true;
    engine.request("POST", "/build/cancel", { query: { id } }).then(
      (response) => response.cancel(),
      () => abort.abort(cancelled),
    );
  });
  return { id, signal: abort.signal, stopped: () => stopped, end };
}
