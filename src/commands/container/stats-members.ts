/** Which containers `stats` shows when none are named: those there are, and those that come and go. */
import type { Engine } from "../../engine/engine.js";
import { rowsOf } from "../../engine/rows.js";
import { EarlyEndError, StatusError } from "../../errors.js";
import { shortId } from "../../values/short-id.js";

interface ContainerEvent {
  Action?: string;
  Actor?: { ID?: string };
}

export interface MembersOptions {
  /** Stopped ones as well. */
  all: boolean;
  signal: AbortSignal;
  add(id: string): void;
  remove(id: string): void;
  /** The daemon tells no more. */
  broken(error: StatusError): void;
}

/**
 * Adds the containers there are, newest first as the daemon lists them, and follows its events from then on. The events are asked
 * for before the list: nothing is missed in between.
 */
export async function followMembers(engine: Engine, { all, signal, add, remove, broken }: MembersOptions): Promise<void> {
  const events = await engine.request("GET", "/events", { query: { filters: { type: { container: true } } }, signal });
  const answer = await engine.json("GET", "/containers/json", { query: { all }, signal });
  for (const { Id } of rowsOf<{ Id: string }>(answer, "[]container.Summary")) add(shortId(Id));
  const follow = async () => {
    for await (const event of events.jsonLines<ContainerEvent>()) {
      const id = shortId(event.Actor?.ID ?? "");
      if (event.Action === "start" || (all && event.Action === "create")) add(id);
      else if (event.Action === "die" && !all) remove(id);
    }
    throw new EarlyEndError("EOF");
  };
  follow().catch((error) => {
    if (!signal.aborted) broken(error instanceof StatusError ? error : new StatusError(String(error), 1, { cause: error }));
  });
}
