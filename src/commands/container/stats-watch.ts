/** The figures of one container, as they come. */
import type { Engine } from "../../engine/engine.js";
import { containerPath } from "../../engine/object-path.js";
import { ApiError, EarlyEndError, StatusError } from "../../errors.js";
import { emptyEntry, type StatsEntry, type StatsSample, toEntry } from "./stats-math.js";

/** Milliseconds without figures after which the last ones no longer hold; the daemon sends some every second. */
const SILENCE_MS = 2000;

export interface Watch {
  /** The latest values. */
  entry(): StatsEntry;
  /** Why there is nothing newer. */
  error(): StatusError | undefined;
  /** Resolves with the first figures, or when there will be none. */
  readonly first: Promise<void>;
  stop(): void;
}

export interface WatchOptions {
  /** Figures every second rather than once. */
  stream: boolean;
  /** Told at each sign of the daemon, with the system it runs on ("windows"); "" when it does not say. */
  heard(os: string): void;
  /** Told when the connection breaks: the daemon is gone, not the container. */
  broken(error: StatusError): void;
}

/** The daemon's system, from `Docker/28.5.2 (linux)`. */
export function systemOf(server = ""): string {
  return /^Docker\/.+\s\((.+)\)$/.exec(server)?.[1] ?? "";
}

/** @param container name or ID, as the row is called */
export function watchStats(engine: Engine, container: string, { stream, heard, broken }: WatchOptions): Watch {
  const abort = new AbortController();
  let entry = emptyEntry(container);
  let error: StatusError | undefined;
  let over = false;
  let settle = () => {};
  const first = new Promise<void>((resolve) => {
    settle = resolve;
  });

  function invalid(reason: StatusError): void {
    error = reason;
    entry = { ...entry, invalid: true };
  }

  async function follow(): Promise<void> {
    const answer = await engine.request("GET", `${containerPath(container)}/stats`, {
      query: { stream: stream ? "1" : "0" },
      signal: abort.signal,
    });
    const os = systemOf(answer.headers.server);
    const silent = () => {
      invalid(new StatusError("timeout waiting for stats", 1, { kind: "timeout" }));
      settle();
      if (!stream) abort.abort();
    };
    let timer = setTimeout(silent, SILENCE_MS);
    try {
      for await (const sample of answer.jsonLines<StatsSample | null>()) {
        clearTimeout(timer);
        heard(os);
        entry = toEntry(container, sample ?? {}, os === "windows");
        error = undefined;
        settle();
        if (!stream) return;
        timer = setTimeout(silent, SILENCE_MS);
      }
    } finally {
      clearTimeout(timer);
    }
    // As Docker says it: the daemon has no more to tell, since the container is gone.
    invalid(new EarlyEndError("EOF"));
  }

  follow()
    .catch((reason) => {
      if (over || abort.signal.aborted) return;
      const told = reason instanceof StatusError ? reason : new StatusError(String(reason), 1, { cause: reason });
      invalid(told);
      if (!(told instanceof ApiError)) broken(told);
    })
    .finally(() => settle());

  return {
    entry: () => entry,
    error: () => error,
    first,
    stop() {
      over = true;
      abort.abort();
    },
  };
}
