import type { Ctx } from "../../cli/context.js";
import { UserError } from "../../errors.js";
import { isAlive } from "../../io/processes.js";
import { type Place, placeOf, readState, type State } from "./place.js";

/** The engine's place and state, where it runs. */
export function runningEngine(ctx: Ctx): { place: Place; state: State } | undefined {
  const place = placeOf(ctx);
  const state = ctx.platform === "linux" ? readState(place) : undefined;
  return state?.process && isAlive(state.process) ? { place, state } : undefined;
}

/** The same. @throws UserError where it does not run */
export function mustRun(ctx: Ctx): { place: Place; state: State } {
  const found = runningEngine(ctx);
  if (!found) throw new UserError("your private engine does not run: 'dockline engine up' starts it");
  return found;
}
