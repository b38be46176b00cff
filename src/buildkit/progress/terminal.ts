/** Progress on a terminal: one block that is redrawn in place. A step that has ended is one line with its time. */
import { stripVTControlCharacters } from "node:util";
import { progressOf } from "./amount.js";
import { type Interval, intervalOf, secondsOf } from "./interval.js";
import { failureReport } from "./plain.js";
import { type BuildState, isCancelled, isCompleted, type Step } from "./state.js";

export interface Screen {
  /** Columns and rows; 0 if they are not known. */
  width(): number;
  height(): number;
  write(text: string): void;
  colour: boolean;
}

/** The size if the terminal does not report one. */
const WIDTH = 80;
const HEIGHT = 10;
/** The fewest and the most lines of output of a running step. */
const FEWEST_LINES = 2;
const MOST_LINES = 6;
/** In fewer columns, a step is not shown. */
const NARROWEST = 12;
/** Shorter times are not shown. Seconds. */
const NO_TIME = 0.05;

const HIDE = "\x1b[?25l";
const SHOW = "\x1b[?25h";
const BLUE = 34;
const RED = 31;
const YELLOW = 33;
const FAINT = 2;

interface Row {
  name: string;
  /** Number of bytes so far. */
  counts: string;
  intervals: readonly Interval[];
  completed: boolean;
  tone: number;
  /** The line of the step itself: its output may be shown below. */
  step?: Step;
}

export class TerminalPrinter {
  #drawn = 0;
  #everDrawn = false;
  /** When drawing began, for a build that has not reported anything yet. */
  readonly #begun: number;

  /** @param label shown at the right end of the first line */
  constructor(
    private readonly state: BuildState,
    private readonly screen: Screen,
    private readonly now: () => number,
    private readonly label: string,
  ) {
    this.#begun = now();
  }

  /** @param all draw everything, whatever its height; for the last time */
  draw(all: boolean): void {
    const [width, height] = [this.screen.width() || WIDTH, this.screen.height() || HEIGHT];
    const rows = this.state.shown.flatMap(rowsOf).filter(({ intervals }) => intervals.length > 0);
    const output = all ? new Map<Row, string[]>() : this.#output(rows, width, height);
    const hidden = [...output.values()].reduce((sum, lines) => sum + lines.length, 0);
    const visible = all ? rows : wrapped(rows, height - 2 - hidden);
    const lines = visible.flatMap((row) => [...this.#row(row, width), ...(output.get(row) ?? []).map((line) => this.#paint(line, FAINT))]);
    const first = this.#header(width, all);
    // Overwrites the block; the rest of it, and what the terminal has echoed below (^C), is erased.
    const up = this.#everDrawn ? `\x1b[${this.#drawn + 1}A\r` : "";
    const text = [first, ...lines].map((line) => `\x1b[2K${line}\n`).join("");
    this.screen.write(`${HIDE}${up}${text}\x1b[J${SHOW}`);
    this.#everDrawn = true;
    this.#drawn = lines.length;
  }

  report(): void {
    for (const step of this.state.shown) this.screen.write(failureReport(step, []));
  }

  #header(width: number, all: boolean): string {
    const steps = [...new Set(this.state.byDigest.values())].filter(({ hidden }) => !hidden);
    const completed = steps.filter(isCompleted).length;
    const finished = all && completed > 0 && completed === steps.length ? " FINISHED" : "";
    const begun = this.state.startedAt === undefined ? this.#begun : this.state.startedAt + this.state.clockDifference;
    const seconds = Math.max((this.now() - begun) / 1000, 0).toFixed(1);
    return aligned(`[+] Building ${seconds}s (${completed}/${steps.length})${finished}`, this.label, width - 1);
  }

  /** A line, or none if the window is too narrow. */
  #row({ name, counts, intervals, completed, tone }: Row, width: number): string[] {
    const ran = secondsOf(intervals, this.now() - this.state.clockDifference);
    const time = ` ${(ran < NO_TIME ? 0 : ran).toFixed(1)}s`;
    const prefix = " => ";
    let left = width - prefix.length - time.length - 2;
    const showsCounts = counts !== "" && left + counts.length > 20;
    if (showsCounts) left -= counts.length + 1;
    if (left < NARROWEST) return [];
    const text = aligned(`${prefix}${name.slice(0, left)}${showsCounts ? ` ${counts}` : ""}`, time, width - 1);
    return [completed ? this.#paint(text, tone) : text];
  }

  /** The output of running steps, as far as there is room: those with the most output first. */
  #output(rows: readonly Row[], width: number, height: number): Map<Row, string[]> {
    const out = new Map<Row, string[]>();
    const limit = Math.max(FEWEST_LINES, Math.min(MOST_LINES, height - FEWEST_LINES - 1));
    const running = rows.filter(({ completed }) => !completed).length;
    let free = height - 2 - running;
    const talking = rows.filter(({ step, completed }) => !completed && step !== undefined && step.lines.length > 0);
    for (const row of talking.sort((a, b) => (b.step?.lines.length ?? 0) - (a.step?.lines.length ?? 0))) {
      if (free <= limit + 3) break;
      const lines = (row.step as Step).lines.slice(-limit).map((line) => ` => => # ${shownText(line)}`.slice(0, width - 1));
      out.set(row, lines);
      free -= lines.length;
    }
    return out;
  }

  #paint(text: string, tone: number): string {
    return this.screen.colour ? `\x1b[${tone}m${text}\x1b[0m` : text;
  }
}

/** `left` and `right` at the ends of `width` columns. */
function aligned(left: string, right: string, width: number): string {
  const room = Math.max(width - right.length - 1, 0);
  return `${left.slice(0, Math.max(room, 1)).padEnd(room)} ${right}`.slice(0, width);
}

/** A line of output as a terminal shows it: the text after the last carriage return, without its time and control characters. */
function shownText(line: string): string {
  const said = line.slice(line.indexOf(" ") + 1).replace(/\r+$/, "");
  return stripVTControlCharacters(said.slice(said.lastIndexOf("\r") + 1))
    .replaceAll("\t", " ")
    .replace(/\p{Cc}/gu, "");
}

function rowsOf(step: Step): Row[] {
  if (step.hidden) return [];
  const { vertex, intervals } = step;
  const state = vertex.error !== "" ? (isCancelled(vertex) ? "CANCELED " : "ERROR ") : "";
  const tone = state === "" ? BLUE : isCancelled(vertex) ? YELLOW : RED;
  const name = `${vertex.cached ? "CACHED " : ""}${state}${vertex.name.replaceAll("\t", " ").replace(/\p{Cc}/gu, "")}`;
  const statuses = [...step.statuses.values()].map((status): Row => {
    const ran = status.started === undefined ? [] : [intervalOf(status.started, status.completed)];
    return { name: `=> ${status.id}`, counts: progressOf(status), intervals: ran, completed: status.completed !== undefined, tone: BLUE };
  });
  const warnings = step.warnings.map(
    ({ short }): Row => ({ name: `WARN: ${short}`, counts: "", intervals, completed: true, tone: YELLOW }),
  );
  return [{ name, counts: "", intervals, completed: isCompleted(step), tone, step }, ...statuses, ...warnings];
}

/** The last `limit` rows; running ones above them replace the first ones that have ended. */
function wrapped(rows: readonly Row[], limit: number): Row[] {
  if (limit <= 0) return [];
  if (rows.length <= limit) return [...rows];
  const cut = rows.length - limit;
  const invisible = rows.slice(0, cut).filter(({ completed }) => !completed);
  const kept = rows.slice(cut);
  let room = 0;
  const left = kept.filter((row) => {
    const goes = row.completed && room < invisible.length;
    if (goes) room++;
    return !goes;
  });
  return room === 0 ? left : [...invisible.slice(-room), ...left];
}
