/** Checks that a silent daemon is still alive. */
import type { Engine } from "../../engine/engine.js";
import { ConnectionError } from "../../errors/connection.js";
import { StatusError } from "../../errors.js";

const EVERY_MS = 3000;
/** A daemon under load may be slow. */
const PATIENCE_MS = 10_000;

export interface Pulse {
  /** Called when data arrives. */
  beat(): void;
  stop(): void;
}

/** @param lost told once, when the daemon does not answer any more */
export function watchPulse(engine: Engine, lost: (error: StatusError) => void, everyMs = EVERY_MS, patienceMs = PATIENCE_MS): Pulse {
  let heard = true;
  let asking = false;
  const stalled = new ConnectionError(`the Docker daemon at ${engine.endpoint.host} has stopped answering`, "stalled");

  async function ask(): Promise<void> {
    const patience = new AbortController();
    const limit = setTimeout(() => patience.abort(stalled), patienceMs);
    try {
      await (await engine.request("GET", "/_ping", { unversioned: true, signal: patience.signal })).bytes();
    } catch (error) {
      clearInterval(timer);
      lost(error instanceof StatusError ? error : new StatusError(String(error), 1, { cause: error }));
    } finally {
      clearTimeout(limit);
    }
  }

  const timer = setInterval(async () => {
    if (!heard && !asking) {
      asking = true;
      await ask();
      asking = false;
    }
    heard = false;
  }, everyMs);
  return {
    beat() {
      heard = true;
    },
    stop: () => clearInterval(timer),
  };
}
