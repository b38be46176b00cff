import { describe, expect, it } from "vitest";
import { BuildState } from "../../../../src/buildkit/progress/state.js";
import { TerminalPrinter } from "../../../../src/buildkit/progress/terminal.js";
import type { SolveStatus } from "../../../../src/buildkit/trace.js";
import { at, counter, log, news, vertex } from "../../../support/solve-status.js";

describe("TerminalPrinter", () => {
  function terminal(width: number, height: number) {
    let [out, clock] = ["", 1000];
    const state = new BuildState(() => clock);
    const printer = new TerminalPrinter(
      state,
      { width: () => width, height: () => height, write: (text) => (out += text), colour: false },
      () => clock,
      "docker:default",
    );
    return (more: Partial<SolveStatus>, all = false, passed = 0) => {
      state.update(news(more));
      clock += passed;
      out = "";
      printer.draw(all);
      return out;
    };
  }
  const lines = (drawn: string) =>
    drawn
      .replace(/\x1b\[[0-9?]*[a-zA-Z]/g, "")
      .replaceAll("\r", "")
      .split("\n")
      .slice(0, -1);

  it("draws a block in place and folds it at the end", () => {
    const draw = terminal(60, 20);
    const first = draw({ vertexes: [vertex("a", "[1/2] RUN make", { started: at(0) }), vertex("b", "later")] }, false, 500);
    expect(lines(first)).toEqual([
      "[+] Building 0.5s (0/2)                      docker:default",
      " => [1/2] RUN make                                     0.5s",
    ]);
    const second = draw({ logs: [log("a", 1, "compiling\r50%\r\x1b[31m60%\x1b[0m\n")] });
    expect(second).toContain("\x1b[2A\r");
    expect(lines(second)[2]).toBe(" => => # 60%");
    const last = draw(
      {
        vertexes: [
          vertex("a", "[1/2] RUN make", { started: at(0), completed: at(700) }),
          vertex("b", "later", { started: at(700), completed: at(700), cached: true }),
        ],
      },
      true,
    );
    expect(lines(last).slice(0, 3)).toEqual([
      "[+] Building 0.5s (2/2) FINISHED             docker:default",
      " => [1/2] RUN make                                     0.7s",
      " => CACHED later                                       0.0s",
    ]);
  });

  it.each([20, 33, 60, 200])("never wraps a line in %i columns, nor scrolls what it draws again", (width) => {
    const draw = terminal(width, 12);
    const many = Array.from({ length: 40 }, (_, i) =>
      vertex(`v${i}`, `[${i}/40] RUN ${"long ".repeat(40)}`, { started: at(i), ...(i % 3 && { completed: at(i + 5) }) }),
    );
    const statuses = [counter("v0", "sending", { current: 5_000_000, total: 9_000_000, started: at(0) })];
    const drawn = lines(draw({ vertexes: many, statuses, logs: [log("v0", 1, "x".repeat(500))] }));
    expect(Math.max(...drawn.map((line) => line.length))).toBeLessThan(width);
    expect(drawn.length).toBeLessThan(12);
  });
});
