import { UserError } from "../errors.js";
import { isAlive } from "../io/processes.mjs";
import { type EngineHost, type Place, placeOf, readState, type State } from "./place.js";

/** The engine's place and state, where it runs. */
export function runningEngine(host: EngineHost): { place: Place; state: State } | undefined {
  const place = placeOf(host);
  const state = host.platform === "linux" ? readState(place) : undefined;
  return state?.process && isAlive(state.process) ? { place, state } : undefined;
}

/** The same. @throws UserError where it does not run */
export function mustRun(host: EngineHost): { place: Place; state: State } {
  const found = runningEngine(host);
  if (!found) throw new UserError("your private engine does not run: 'dockline engine up' starts it");
  return found;
}
