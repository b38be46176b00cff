/** Waits for a container's end: the answer of POST /containers/ID/wait. */
import type { Engine, EngineResponse } from "../../engine/engine.js";
import { asObject } from "../../engine/json-object.js";
import { segment } from "../../engine/query.js";
import { StatusError } from "../../errors.js";

/** What GET /wait answers. */
interface WaitAnswer {
  StatusCode: number;
  Error?: { Message: string } | null;
}

/** Exit code that says "the daemon failed", not the container. */
export const ENGINE_FAILED = 125;

export interface PendingExit {
  /** The container's exit code. Throws when the daemon dies or reports an error. */
  code(): Promise<number>;
  cancel(): void;
}

/**
 * Asks to be notified of the exit; resolves once the daemon has accepted, so that a container started afterwards cannot end unseen.
 * @param condition "next-exit", "removed" (with AutoRemove) or "" (ended already counts)
 */
export async function awaitExit(engine: Engine, id: string, condition: "" | "next-exit" | "removed"): Promise<PendingExit> {
  const path = `/containers/${segment(id)}/wait`;
  const answer: EngineResponse = await engine.request("POST", path, { query: { condition } });
  const read = answer.json<WaitAnswer>();
  // A caller that cancels does not read it: avoid an unhandled rejection.
  read.catch(() => {});
  return {
    cancel: () => answer.cancel(),
    async code() {
      const { StatusCode, Error: failure } = asObject(await read, `POST ${path}`);
      if (failure?.Message) throw new StatusError(failure.Message, ENGINE_FAILED, { kind: "refused" });
      return StatusCode;
    },
  };
}
