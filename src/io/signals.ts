/** Signals as a handler sees them: subscribe, unsubscribe. Only this file and main know `process`. */
export interface Signals {
  /** Calls `listener` for each of the named signals until the returned function is called. */
  on(names: readonly NodeJS.Signals[], listener: (name: NodeJS.Signals) => void): () => void;
}
