/** The state of a build, collected from the status messages, for all displays. */
import type { SolveStatus, Vertex, VertexLog, VertexStatus, VertexWarning } from "../trace.js";
import { type Interval, intervalOf, merged, millis } from "./interval.js";

/** A step as it is shown; a group of steps is shown as one. */
export interface Step {
  vertex: Vertex;
  /** In order of their start. */
  statuses: Map<string, VertexStatus>;
  /** IDs of statuses that have changed since they were shown. */
  news: Set<string>;
  warnings: VertexWarning[];
  /** Lines that begin with the time ("0.123 text"); the last one may be incomplete. */
  lines: string[];
  /** The last line is incomplete. */
  partial: boolean;
  intervals: Interval[];
  /** Not shown: no step of its group that counts has begun. */
  hidden: boolean;
  /** Changed since it was last shown, and when that was (milliseconds). */
  pending: number;
  pendingSince: number;
}

interface Group extends Step {
  members: Map<string, Vertex>;
}

const CANCELLED = "context canceled";

export const isCancelled = (vertex: Vertex) => vertex.error.endsWith(CANCELLED);
export const isCompleted = (step: Step) => step.intervals.at(-1)?.stop !== undefined;
export const isStarted = (step: Step) => step.intervals.length > 0;

export class BuildState {
  /** By digest; all members of a group have the same step. */
  readonly byDigest = new Map<string, Step>();
  /** The steps that have begun, in that order. */
  readonly shown: Step[] = [];
  /** The steps that have changed since they were shown. */
  readonly updates = new Set<Step>();
  /** When the first step began, by the clock of the daemon, in milliseconds. */
  startedAt: number | undefined;
  /** Added to times of the daemon to get local times. */
  clockDifference = 0;
  readonly #groups = new Map<string, Group>();
  #clockKnown = false;

  constructor(private readonly now: () => number) {}

  update(status: SolveStatus): void {
    const changed = new Set<Group>();
    for (const vertex of status.vertexes) {
      if (vertex.started !== undefined) this.#noteStart(vertex.started);
      if (vertex.group) changed.add(this.#intoGroup(vertex, vertex.group));
      else this.#intoStep(vertex);
    }
    for (const group of changed) this.#refresh(group);
    for (const one of status.statuses) this.#takeStatus(one);
    for (const warning of status.warnings) this.#takeWarning(warning);
    for (const log of status.logs) this.#takeLog(log);
  }

  #noteStart(started: bigint): void {
    const start = millis(started);
    this.startedAt ??= start;
    if (this.#clockKnown) return;
    this.#clockKnown = true;
    this.clockDifference = this.now() - start;
  }

  #touch(step: Step): void {
    if (step.pending === 0) step.pendingSince = this.now();
    step.pending++;
    this.updates.add(step);
  }

  #intoStep(vertex: Vertex): void {
    const found = this.byDigest.get(vertex.digest);
    const step = found ?? newStep(vertex);
    if (!found) this.byDigest.set(vertex.digest, step);
    const { vertex: before } = step;
    const wasStarted = isStarted(step);
    if (vertex.started !== undefined) {
      const isNews = !wasStarted || NEWS.some((field) => before[field] !== vertex[field]);
      if (isNews) this.#touch(step);
      step.intervals = withInterval(step.intervals, intervalOf(vertex.started, vertex.completed));
      if (!wasStarted) this.shown.push(step);
    }
    // Repeated without a start, as for every step that waits for it: nothing new.
    if (!wasStarted || vertex.started !== undefined) step.vertex = vertex;
  }

  #intoGroup(vertex: Vertex, { id, name }: NonNullable<Vertex["group"]>): Group {
    let group = this.#groups.get(id);
    if (!group) {
      group = { ...newStep({ digest: id, inputs: [], name, cached: false, error: "" }), hidden: true, members: new Map() };
      this.#groups.set(id, group);
      this.byDigest.set(id, group);
    }
    group.members.set(vertex.digest, vertex);
    this.byDigest.set(vertex.digest, group);
    return group;
  }

  #refresh(group: Group): void {
    const members = [...group.members.values()];
    const before = JSON.stringify([group.intervals, group.vertex.cached, group.vertex.error]);
    const started = members.filter(({ started }) => started !== undefined);
    const error = members.find(({ error }) => error !== "")?.error ?? "";
    group.intervals = merged(started.map(({ started, completed }) => intervalOf(started as bigint, completed)));
    group.vertex = { ...group.vertex, cached: members.every(({ cached }) => cached), error };
    const wasHidden = group.hidden;
    group.hidden &&= error === "" && !started.some(({ group: of }) => !of?.weak);
    if (group.hidden) return;
    if (wasHidden) this.shown.push(group);
    if (wasHidden || before !== JSON.stringify([group.intervals, group.vertex.cached, group.vertex.error])) this.#touch(group);
  }

  #takeStatus(status: VertexStatus): void {
    const step = this.byDigest.get(status.vertex);
    if (!step) return;
    if (status.started !== undefined || step.statuses.has(status.id)) step.statuses.set(status.id, status);
    step.news.add(status.id);
    this.#touch(step);
  }

  #takeWarning(warning: VertexWarning): void {
    const step = this.byDigest.get(warning.vertex);
    if (!step) return;
    step.warnings.push(warning);
    this.#touch(step);
  }

  #takeLog({ vertex, timestamp, data }: VertexLog): void {
    const step = this.byDigest.get(vertex);
    if (!step || data.length === 0) return;
    const pieces = data.toString("utf8").split("\n");
    const ends = pieces.at(-1) === "";
    if (ends) pieces.pop();
    const begun = step.intervals.at(-1)?.start ?? millis(timestamp);
    const time = timeText((millis(timestamp) - begun) / 1000);
    pieces.forEach((piece, i) => {
      if (i === 0 && step.partial && step.lines.length > 0) step.lines[step.lines.length - 1] += piece;
      else step.lines.push(`${time} ${piece}`);
    });
    step.partial = !ends;
    this.#touch(step);
  }
}

/** The fields whose change is worth showing. */
const NEWS = ["name", "started", "completed", "cached", "error"] as const;

function newStep(vertex: Vertex): Step {
  return {
    vertex,
    statuses: new Map(),
    news: new Set(),
    warnings: [],
    lines: [],
    partial: false,
    intervals: [],
    hidden: false,
    pending: 0,
    pendingSince: 0,
  };
}

/** An interval with the same start replaces the earlier one. */
function withInterval(intervals: readonly Interval[], next: Interval): Interval[] {
  return merged([...intervals.filter(({ start }) => start !== next.start), next]);
}

/** Four digits. */
function timeText(seconds: number): string {
  return seconds.toFixed(seconds < 10 ? 3 : seconds < 100 ? 2 : 1);
}
