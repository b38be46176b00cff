/**
 * Progress as lines: every line names its step, and steps that run at the same time take turns.
 * The rules for turns and for the rate of counters are BuildKit's own.
 */
import { progressOf } from "./amount.js";
import { millis, secondsOf } from "./interval.js";
import { type BuildState, isCancelled, isCompleted, isStarted, type Step } from "./state.js";

/** The shortest turn of a step, and the longest time that others wait. Milliseconds. */
const TURN_MS = 5000;
const WAIT_MS = 10_000;
/** A counter is shown again after this time, or this much progress. */
const COUNT_MS = 5000;
const COUNT_PART = 0.05;
/** Lines of a step that are kept for the report if it fails. */
const KEPT_LINES = 10;

interface Printed {
  index: number;
  /** Characters of the first line in `step.lines` that have been written. */
  offset: number;
  /** Warnings that have been written. */
  warned: number;
  /** The last lines, for the report if the step fails. */
  kept: string[];
}

export class PlainPrinter {
  #current: Step | undefined;
  #first = true;
  readonly #printed = new Map<Step, Printed>();
  readonly #counted = new Map<string, { current: number; at: number }>();

  /** @param header shown before the first step */
  constructor(
    private readonly state: BuildState,
    private readonly write: (text: string) => void,
    private readonly now: () => number,
    private readonly header: string,
  ) {}

  /** Shows what is new. */
  print(): void {
    const { updates } = this.state;
    const completed = [...updates].filter(isCompleted).sort((a, b) => stopOf(a) - stopOf(b));
    const open = [...updates].filter((step) => isStarted(step) && !isCompleted(step));
    const current = this.#current;
    const currentEnds = current !== undefined && completed.includes(current);
    if (current && currentEnds) this.#printStep(current);
    for (const step of completed) if (step !== current) this.#printStep(step);
    const next = open.length > 0 ? this.#nextOf(open, current, currentEnds) : this.#anyOpen(current);
    if (next) this.#printStep(next);
  }

  /** Repeats failures at the end, where they are seen. */
  report(): void {
    for (const step of this.state.shown) this.write(failureReport(step, this.#printed.get(step)?.kept ?? []));
  }

  /** If it is no step's turn: any step that is running. */
  #anyOpen(current: Step | undefined): Step | undefined {
    const isTaken = this.#current !== undefined || (current !== undefined && !isCompleted(current));
    return isTaken ? undefined : this.state.shown.find((step) => !step.hidden && !isCompleted(step));
  }

  /** Shows what is new about the current step. Returns the next step if its turn is over. */
  #nextOf(open: readonly Step[], current: Step | undefined, currentEnds: boolean): Step | undefined {
    if (current && open.includes(current)) this.#printStep(current);
    const now = this.now();
    const waiting = current && !currentEnds && !open.includes(current) ? [...open, current] : open;
    const all = waiting.map((step) => ({
      step,
      waited: now - step.pendingSince,
      speed: step.pending / Math.max(now - step.pendingSince, 1),
    }));
    const busiest = all.reduce((best, one) => (one.speed > best.speed ? one : best)).step;
    if (current === undefined || currentEnds) return busiest;
    const forgotten = all.find(({ step, waited }) => step !== current && waited > WAIT_MS);
    if (forgotten) return forgotten.step;
    const sum = all.reduce((total, { speed }) => total + speed, 0);
    const own = all.find(({ step }) => step === current);
    const isOver = own !== undefined && sum > 0 && TURN_MS / (1 - own.speed / sum) < own.waited;
    return isOver ? busiest : undefined;
  }

  #printStep(step: Step): void {
    const of = this.#printedOf(step);
    const tag = `#${of.index}`;
    let out = step === this.#current ? "" : this.#turn(step, of);
    let open = false;
    for (const status of step.statuses.values()) {
      if (!step.news.has(status.id)) continue;
      open = status.completed === undefined;
      if (!this.#isDue(step, status)) continue;
      const counts = progressOf(status);
      const end = status.completed ?? status.timestamp;
      const took = status.started === undefined ? 0 : (millis(end) - millis(status.started)) / 1000;
      out += `${tag} ${status.id}${counts && ` ${counts}`}${took > 0.01 ? ` ${took.toFixed(1)}s` : ""}${open ? "" : " done"}\n`;
    }
    step.news.clear();
    for (const { short } of step.warnings.slice(of.warned)) out += `${tag} WARN: ${short}\n`;
    of.warned = step.warnings.length;
    out += this.#lines(step, of, tag);
    this.#current = step;
    if (isCompleted(step) && !open) {
      this.#current = undefined;
      step.pending = 0;
      if (step.partial) out += "\n";
      out += `${tag} ${this.#outcome(step)}\n`;
    }
    this.state.updates.delete(step);
    this.write(out);
  }

  #printedOf(step: Step): Printed {
    const found = this.#printed.get(step) ?? { index: this.#printed.size + 1, offset: 0, warned: 0, kept: [] };
    this.#printed.set(step, found);
    return found;
  }

  /** Begins the turn of a step. */
  #turn(step: Step, { index }: Printed): string {
    let out = "";
    const before = this.#current;
    if (before) {
      const of = this.#printedOf(before);
      if (before.partial) out += "\n";
      of.offset = 0;
      before.pending = 0;
      out += `#${of.index} ...\n`;
    }
    if (!this.#first) out += "\n";
    else if (this.header !== "") out += `#0 ${this.header}\n\n`;
    this.#first = false;
    return `${out}#${index} ${step.vertex.name}\n`;
  }

  #isDue(
    step: Step,
    { id, current, total, timestamp, completed }: { id: string; current: number; total: number; timestamp: bigint; completed?: bigint },
  ): boolean {
    const key = `${step.vertex.digest} ${id}`;
    const last = this.#counted.get(key);
    const at = millis(timestamp);
    if (last && completed === undefined) {
      const part = total > 0 ? (current - last.current) / total : 0;
      if (part < COUNT_PART && at - last.at < COUNT_MS) return false;
    }
    this.#counted.set(key, { current, at });
    return true;
  }

  #lines(step: Step, of: Printed, tag: string): string {
    let out = "";
    step.lines.forEach((line, i) => {
      const isLast = i === step.lines.length - 1;
      out += i === 0 && of.offset > 0 ? line.slice(of.offset) : `${tag} ${line}`;
      if (!isLast || !step.partial) out += "\n";
    });
    const ended = step.partial ? step.lines.slice(0, -1) : step.lines;
    of.kept = [...of.kept, ...ended].slice(-KEPT_LINES);
    const rest = step.partial ? step.lines.slice(-1) : [];
    step.lines.splice(0, step.lines.length, ...rest);
    of.offset = rest[0]?.length ?? 0;
    return out;
  }

  #outcome(step: Step): string {
    const { vertex } = step;
    if (vertex.error !== "") return isCancelled(vertex) ? "CANCELED" : `ERROR: ${vertex.error}`;
    if (vertex.cached) return "CACHED";
    return `DONE ${secondsOf(step.intervals, this.now()).toFixed(1)}s`;
  }
}

const stopOf = (step: Step) => step.intervals.at(-1)?.stop ?? 0;

/** The output of a step that failed; "" for all others. */
export function failureReport(step: Step, kept: readonly string[]): string {
  const { vertex } = step;
  if (vertex.error === "" || isCancelled(vertex)) return "";
  const lines = [...kept, ...step.lines].map((line) => `${line}\n`).join("");
  return `------\n > ${vertex.name}:\n${lines}------\n`;
}
