/** When a step ran: it may start and end several times, and overlaps count once. Times in milliseconds. */
import type { Moment } from "../trace.js";

export interface Interval {
  start: number;
  /** Absent while it is running. */
  stop?: number | undefined;
}

const NANOS_PER_MS = 1_000_000;

/** Milliseconds since the epoch, with a fraction. */
export function millis(moment: Moment): number {
  return Number(moment / 1000n) / (NANOS_PER_MS / 1000);
}

export function intervalOf(started: Moment, completed: Moment | undefined): Interval {
  return { start: millis(started), stop: completed === undefined ? undefined : millis(completed) };
}

/** Sorted by start, with overlaps merged. An interval without an end includes all later ones. */
export function merged(intervals: Iterable<Interval>): Interval[] {
  const out: Interval[] = [];
  for (const next of [...intervals].sort((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last && last.stop === undefined) break;
    if (!last || (last.stop as number) < next.start) out.push({ ...next });
    else last.stop = next.stop === undefined ? undefined : Math.max(last.stop as number, next.stop);
  }
  return out;
}

/** @param now the end of running intervals */
export function secondsOf(intervals: readonly Interval[], now: number): number {
  return intervals.reduce((sum, { start, stop = now }) => sum + (stop - start), 0) / 1000;
}
