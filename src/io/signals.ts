/**
 * Signals as handlers see them. Without a listener, INT, TERM, HUP and QUIT run the registered clean-ups and end the client
 * with 128 + n, as Docker does; with one, the listener alone decides.
 */

export interface Signals {
  /** Calls `listener` for each of the named signals until the returned function is called. */
  on(names: readonly NodeJS.Signals[], listener: (name: NodeJS.Signals) => void): () => void;
  /** Runs `undo` (synchronous, quick) if a signal ends the client before the returned function is called: partial files, raw terminals. */
  cleanup(undo: () => void): () => void;
}

/** The process as far as signals need it. */
export interface SignalSource {
  on(name: NodeJS.Signals, listener: (name: NodeJS.Signals) => void): unknown;
  removeListener(name: NodeJS.Signals, listener: (name: NodeJS.Signals) => void): unknown;
  exit(code: number): void;
}

const ENDING: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];

/** Exit code of a process that the signal ended, as shells count it. */
export function signalExitCode(name: NodeJS.Signals): number {
  return 128 + (process.getBuiltinModule("node:os").constants.signals[name] ?? 0);
}

export interface OwnedSignals extends Signals {
  /** Runs what clean-ups are left: `main` calls it on every other way out. */
  runCleanups(): void;
}

/** @param ignored signals that were ignored at the start (nohup): they do not end the client. Node does not keep that */
export function watchSignals(source: SignalSource, ignored: readonly NodeJS.Signals[] = []): OwnedSignals {
  const undos = new Set<() => void>();
  const listening = new Map<NodeJS.Signals, number>();
  const runCleanups = () => {
    // The newest first: later set-ups may depend on earlier ones.
    for (const undo of [...undos].reverse()) {
      undos.delete(undo);
      undo();
    }
  };
  const end = (name: NodeJS.Signals) => {
    if (listening.get(name) || ignored.includes(name)) return;
    runCleanups();
    source.exit(signalExitCode(name));
  };
  for (const name of ENDING) source.on(name, end);
  return {
    runCleanups,
    cleanup(undo) {
      undos.add(undo);
      return () => undos.delete(undo);
    },
    on(names, listener) {
      for (const name of names) {
        listening.set(name, (listening.get(name) ?? 0) + 1);
        source.on(name, listener);
      }
      let active = true;
      return () => {
        if (!active) return;
        active = false;
        for (const name of names) {
          listening.set(name, (listening.get(name) ?? 1) - 1);
          source.removeListener(name, listener);
        }
      };
    },
  };
}
