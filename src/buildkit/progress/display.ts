/** --progress: how a build is shown, and how often. */
import type { SolveStatus } from "../trace.js";
import { PlainPrinter } from "./plain.js";
import { rawLine } from "./raw.js";
import { BuildState } from "./state.js";
import { type Screen, TerminalPrinter } from "./terminal.js";

export const MODES = ["auto", "plain", "tty", "quiet", "rawjson", "none"] as const;
export type Mode = (typeof MODES)[number];

export interface BuildDisplay {
  update(status: SolveStatus): void;
  /** Shows the rest, and the output of steps that failed. */
  done(): void;
}

/** At most ten redraws a second, and one after a pause, because times advance. Milliseconds. */
const SHORTEST_MS = 100;
const IDLE_MS = 150;

export interface DisplayOptions {
  mode: Mode;
  isTTY: boolean;
  screen: Screen;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Shown before the first step (plain), and at the right end of the first line (terminal). */
  builder: { text: string; label: string };
}

export function openDisplay({ mode, isTTY, screen, now, builder }: DisplayOptions): BuildDisplay {
  if (mode === "quiet" || mode === "none") return { update() {}, done() {} };
  if (mode === "rawjson") return { update: (status) => screen.write(rawLine(status)), done() {} };
  const state = new BuildState(now);
  if (mode === "plain" || !isTTY) {
    const printer = new PlainPrinter(state, (text) => text !== "" && screen.write(text), now, builder.text);
    return paced(state, now, { draw: () => printer.print(), report: () => printer.report() });
  }
  const printer = new TerminalPrinter(state, screen, now, builder.label);
  return paced(state, now, { draw: (all) => printer.draw(all), report: () => printer.report() });
}

function paced(state: BuildState, now: () => number, printer: { draw(all: boolean): void; report(): void }): BuildDisplay {
  // Not at once: the first messages come in quick succession.
  let drawnAt = now();
  const draw = () => {
    drawnAt = now();
    printer.draw(false);
  };
  // An error in a timer (the reader of the output is gone) is thrown at the next message, where it can be caught.
  let failure: unknown;
  const timer = setInterval(() => {
    try {
      if (now() - drawnAt >= IDLE_MS) draw();
    } catch (error) {
      failure = error;
      clearInterval(timer);
    }
  }, IDLE_MS);
  return {
    update(status) {
      if (failure) throw failure;
      state.update(status);
      if (now() - drawnAt >= SHORTEST_MS) draw();
    },
    done() {
      clearInterval(timer);
      if (failure) return;
      printer.draw(true);
      printer.report();
    },
  };
}
