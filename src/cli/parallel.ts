/** Work on many objects at once, reported in the order they were named. */

import type { Engine } from "../engine/engine.js";
import { StatusError } from "../errors.js";
import type { Spinner } from "../io/spinner.js";

/** As many as Docker stops or removes at once. */
const AT_ONCE = 50;
/** Over ssh each request may be a process and a login of its own; servers refuse many at a time. */
const AT_ONCE_OVER_SSH = 8;

export function atOnce(engine: Engine): number {
  return engine.endpoint.kind === "ssh" ? AT_ONCE_OVER_SSH : AT_ONCE;
}

export type Outcome<T, R> = { item: T; value: R } | { item: T; error: StatusError };

/** The outcome of `work`. Errors that are no StatusError, or have no message (cancelled), are thrown. */
async function outcome<T, R>(item: T, work: (item: T) => Promise<R>): Promise<Outcome<T, R>> {
  try {
    return { item, value: await work(item) };
  } catch (error) {
    if (error instanceof StatusError && error.message !== "") return { item, error };
    throw error;
  }
}

/** At most `limit` run at a time; outcomes come in the order of the items, each as soon as it and all before it are there. */
export async function* inOrder<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): AsyncGenerator<Outcome<T, R>> {
  const started: Promise<Outcome<T, R>>[] = [];
  let running = 0;
  const fill = () => {
    while (running < limit && started.length < items.length) {
      running++;
      const done = outcome(items[started.length] as T, work);
      started.push(done);
      // Its failure is thrown when its turn comes; until then it must not be reported as unhandled.
      const free = () => {
        running--;
        fill();
      };
      done.then(free, free);
    }
  };
  fill();
  for (let i = 0; i < items.length; i++) yield await (started[i] as Promise<Outcome<T, R>>);
}

/** The outcomes, with the spinner cleared while one is printed, and stopped at the end. */
export async function* settled<O>(spinner: Spinner, outcomes: AsyncIterable<O>): AsyncGenerator<O> {
  try {
    for await (const done of outcomes) {
      spinner.clear();
      yield done;
    }
  } finally {
    spinner.stop();
  }
}

/** Throws one error made of many, one line each, with their kind if they agree on one; does nothing if there are none. */
export function throwJoined(errors: readonly StatusError[]): void {
  const [first] = errors;
  if (!first) return;
  const kind = errors.every((error) => error.kind === first.kind) ? first.kind : "failed";
  throw new StatusError(errors.map((error) => error.message).join("\n"), 1, { kind, cause: new AggregateError(errors) });
}
