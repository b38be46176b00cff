import { describe, expect, it } from "vitest";
import { PlainPrinter } from "../../../../src/buildkit/progress/plain.js";
import { BuildState } from "../../../../src/buildkit/progress/state.js";
import type { SolveStatus } from "../../../../src/buildkit/trace.js";
import { at, counter, log, news, vertex } from "../../../support/solve-status.js";

function plain() {
  let [out, clock] = ["", 0];
  const state = new BuildState(() => clock);
  const printer = new PlainPrinter(
    state,
    (text) => (out += text),
    () => clock,
    "builder",
  );
  return {
    say(more: Partial<SolveStatus>, passed = 0) {
      clock += passed;
      state.update(news(more));
      printer.print();
      const said = out;
      out = "";
      return said;
    },
    report() {
      printer.report();
      return out;
    },
  };
}

describe("PlainPrinter", () => {
  it("names a step, counts its bytes, and says when it is done", () => {
    const { say } = plain();
    expect(say({ vertexes: [vertex("a", "load")] })).toBe("");
    expect(say({ vertexes: [vertex("a", "load", { started: at(0) })] })).toBe("#0 builder\n\n#1 load\n");
    expect(say({ statuses: [counter("a", "sending", { current: 2, started: at(0), timestamp: at(1) })] })).toBe("#1 sending 2B\n");
    expect(say({ statuses: [counter("a", "sending", { current: 3, started: at(0), timestamp: at(2) })] })).toBe("");
    expect(say({ statuses: [counter("a", "sending", { current: 1500, total: 3000, started: at(0), timestamp: at(6001) })] })).toBe(
      "#1 sending 1.50kB / 3.00kB 6.0s\n",
    );
    expect(say({ statuses: [counter("a", "sending", { current: 3000, started: at(0), timestamp: at(6100), completed: at(6100) })] })).toBe(
      "#1 sending 3.00kB 6.1s done\n",
    );
    expect(say({ vertexes: [vertex("a", "load", { started: at(0), completed: at(6200) })] })).toBe("#1 DONE 6.2s\n");
    expect(say({ vertexes: [vertex("b", "copy", { started: at(6200), completed: at(6200), cached: true })] })).toBe(
      "\n#2 copy\n#2 CACHED\n",
    );
  });

  it("prints output with its time, also if a line comes in pieces", () => {
    const { say } = plain();
    say({ vertexes: [vertex("a", "run", { started: at(0) })] });
    expect(say({ logs: [log("a", 1234, "one\ntw")] })).toBe("#1 1.234 one\n#1 1.234 tw");
    expect(say({ logs: [log("a", 12_345, "o\nthree\n")] })).toBe("o\n#1 12.35 three\n");
    expect(say({ logs: [log("a", 100_000, "no end")], vertexes: [vertex("a", "run", { started: at(0), completed: at(100_000) })] })).toBe(
      "#1 100.0 no end\n#1 DONE 100.0s\n",
    );
  });

  it("switches between steps: at once to one that is done, later to one that goes on", () => {
    const { say } = plain();
    expect(say({ vertexes: [vertex("a", "A", { started: at(0) }), vertex("b", "B", { started: at(0) })] })).toContain("#1 A\n");
    expect(say({ logs: [log("b", 1, "b1\n")] }, 100)).toBe("");
    expect(say({ logs: [log("a", 2, "a1\n")] }, 100)).toBe("#1 0.002 a1\n");
    expect(say({ vertexes: [vertex("c", "C", { started: at(1), completed: at(2) })] }, 100)).toBe("#1 ...\n\n#2 C\n#2 DONE 0.0s\n");
    expect(say({ logs: [log("a", 3, "a2\n")] }, 11_000)).toBe("\n#1 A\n#1 0.003 a2\n");
    expect(say({ logs: [log("a", 4, "a3\n")] }, 100)).toBe("#1 0.004 a3\n#1 ...\n\n#3 B\n#3 0.001 b1\n");
  });

  it("prints warnings and failures, and repeats at the end what failed", () => {
    const { say, report } = plain();
    say({ vertexes: [vertex("a", "run x", { started: at(0) })] });
    const warning = { vertex: "a", level: 1, short: "old style", detail: [], url: "", ranges: [] };
    expect(say({ warnings: [warning] })).toBe("#1 WARN: old style\n");
    const lines = Array.from({ length: 12 }, (_, i) => `l${i}\n`).join("");
    say({ logs: [log("a", 5, lines)] });
    expect(
      say({
        vertexes: [
          vertex("a", "run x", { started: at(0), completed: at(9), error: "exit 1" }),
          vertex("b", "B", { started: at(0), completed: at(9), error: "x: context canceled" }),
        ],
      }),
    ).toBe("#1 ERROR: exit 1\n\n#2 B\n#2 CANCELED\n");
    const kept = Array.from({ length: 10 }, (_, i) => `0.005 l${i + 2}\n`).join("");
    expect(report()).toBe(`------\n > run x:\n${kept}------\n`);
  });

  it("shows a group of steps as one", () => {
    const { say } = plain();
    const group = { id: "g", name: "many", weak: false };
    expect(say({ vertexes: [vertex("a", "A", { group }), vertex("b", "B", { group, started: at(0) })] })).toContain("#1 many\n");
    expect(say({ vertexes: [vertex("a", "A", { group, started: at(1), completed: at(3) })] })).toBe("");
    expect(say({ vertexes: [vertex("b", "B", { group, started: at(0), completed: at(500) })] })).toBe("#1 DONE 0.5s\n");
  });
});
