import { describe, expect, it } from "vitest";
import { amount } from "../../../src/buildkit/progress/amount.js";
import { openDisplay } from "../../../src/buildkit/progress/display.js";
import { merged, secondsOf } from "../../../src/buildkit/progress/interval.js";
import { PlainPrinter } from "../../../src/buildkit/progress/plain.js";
import { rawLine } from "../../../src/buildkit/progress/raw.js";
import { BuildState } from "../../../src/buildkit/progress/state.js";
import { TerminalPrinter } from "../../../src/buildkit/progress/terminal.js";
import { MessageWriter } from "../../../src/buildkit/protobuf.js";
import { decodeStatus, type SolveStatus, type Vertex, type VertexStatus } from "../../../src/buildkit/trace.js";

const BEGIN = 1_700_000_000_000_000_000n;
/** Milliseconds after the beginning. */
const at = (ms: number) => BEGIN + BigInt(ms) * 1_000_000n;
const vertex = (digest: string, name: string, more: Partial<Vertex> = {}): Vertex => ({
  digest,
  inputs: [],
  name,
  cached: false,
  error: "",
  ...more,
});
const counter = (vertex: string, id: string, more: Partial<VertexStatus>): VertexStatus => ({
  id,
  vertex,
  name: id,
  current: 0,
  total: 0,
  timestamp: at(0),
  ...more,
});
const news = (more: Partial<SolveStatus>): SolveStatus => ({ vertexes: [], statuses: [], logs: [], warnings: [], ...more });
const log = (vertex: string, ms: number, text: string) => ({ vertex, timestamp: at(ms), stream: 1, data: Buffer.from(text) });

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

describe("lines", () => {
  it("name a step, count, end", () => {
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

  it("carry output with its time, also where a line comes in pieces", () => {
    const { say } = plain();
    say({ vertexes: [vertex("a", "run", { started: at(0) })] });
    expect(say({ logs: [log("a", 1234, "one\ntw")] })).toBe("#1 1.234 one\n#1 1.234 tw");
    expect(say({ logs: [log("a", 12_345, "o\nthree\n")] })).toBe("o\n#1 12.35 three\n");
    expect(say({ logs: [log("a", 100_000, "no end")], vertexes: [vertex("a", "run", { started: at(0), completed: at(100_000) })] })).toBe(
      "#1 100.0 no end\n#1 DONE 100.0s\n",
    );
  });

  it("take turns: one that is done comes at once, one that goes on waits", () => {
    const { say } = plain();
    expect(say({ vertexes: [vertex("a", "A", { started: at(0) }), vertex("b", "B", { started: at(0) })] })).toContain("#1 A\n");
    expect(say({ logs: [log("b", 1, "b1\n")] }, 100)).toBe("");
    expect(say({ logs: [log("a", 2, "a1\n")] }, 100)).toBe("#1 0.002 a1\n");
    expect(say({ vertexes: [vertex("c", "C", { started: at(1), completed: at(2) })] }, 100)).toBe("#1 ...\n\n#2 C\n#2 DONE 0.0s\n");
    expect(say({ logs: [log("a", 3, "a2\n")] }, 11_000)).toBe("\n#1 A\n#1 0.003 a2\n");
    expect(say({ logs: [log("a", 4, "a3\n")] }, 100)).toBe("#1 0.004 a3\n#1 ...\n\n#3 B\n#3 0.001 b1\n");
  });

  it("warn, fail, and say at the end what failed", () => {
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

  it("show a group of steps as one", () => {
    const { say } = plain();
    const group = { id: "g", name: "many", weak: false };
    expect(say({ vertexes: [vertex("a", "A", { group }), vertex("b", "B", { group, started: at(0) })] })).toContain("#1 many\n");
    expect(say({ vertexes: [vertex("a", "A", { group, started: at(1), completed: at(3) })] })).toBe("");
    expect(say({ vertexes: [vertex("b", "B", { group, started: at(0), completed: at(500) })] })).toBe("#1 DONE 0.5s\n");
  });
});

describe("on a terminal", () => {
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

  it("draws a block in place, folded at the end", () => {
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

describe("for programs", () => {
  it("is what BuildKit's own client writes", () => {
    const status = news({
      vertexes: [vertex("d", "a <b> & c", { started: 1_700_000_000_120_000_000n, cached: true })],
      statuses: [counter("d", "s", { current: 0, total: 4, timestamp: 1_700_000_000_000_000_001n })],
      logs: [{ vertex: "d", stream: 2, timestamp: 1_700_000_000_000_000_000n, data: Buffer.from("hi") }],
    });
    expect(rawLine(status)).toBe(
      '{"vertexes":[{"digest":"d","name":"a \\u003cb\\u003e \\u0026 c","started":"2023-11-14T22:13:20.12Z","cached":true}],' +
        '"statuses":[{"id":"s","vertex":"d","name":"s","total":4,"current":0,"timestamp":"2023-11-14T22:13:20.000000001Z"}],' +
        '"logs":[{"vertex":"d","stream":2,"data":"aGk=","timestamp":"2023-11-14T22:13:20Z"}]}\n',
    );
  });
});

describe("the trace", () => {
  const time = (seconds: number, nanos: number) => new MessageWriter().number(1, seconds).number(2, nanos).finish();
  it("is decoded", () => {
    const message = new MessageWriter()
      .message(
        1,
        new MessageWriter()
          .bytes(1, "d")
          .bytes(2, "i")
          .bytes(3, "n")
          .number(4, 1)
          .message(5, time(1, 2))
          .message(6, time(3, 0))
          .bytes(7, "e")
          .finish(),
      )
      .message(2, new MessageWriter().bytes(1, "id").bytes(2, "d").bytes(3, "n").number(4, 5).number(5, 6).message(6, time(1, 0)).finish())
      .message(3, new MessageWriter().bytes(1, "d").message(2, time(1, 0)).number(3, 2).bytes(4, "log").finish())
      .message(
        4,
        new MessageWriter()
          .bytes(1, "d")
          .bytes(3, "short")
          .bytes(4, "more")
          .message(6, new MessageWriter().bytes(1, "Dockerfile").bytes(2, "FROM x").finish())
          .message(
            7,
            new MessageWriter()
              .message(1, new MessageWriter().number(1, 3).finish())
              .message(2, new MessageWriter().number(1, 4).finish())
              .finish(),
          )
          .finish(),
      )
      .finish();
    expect(decodeStatus(message)).toEqual({
      vertexes: [{ digest: "d", inputs: ["i"], name: "n", cached: true, started: 1_000_000_002n, completed: 3_000_000_000n, error: "e" }],
      statuses: [{ id: "id", vertex: "d", name: "n", current: 5, total: 6, timestamp: 1_000_000_000n }],
      logs: [{ vertex: "d", timestamp: 1_000_000_000n, stream: 2, data: Buffer.from("log") }],
      warnings: [
        {
          vertex: "d",
          level: 0,
          short: "short",
          detail: ["more"],
          url: "",
          source: { filename: "Dockerfile", text: "FROM x" },
          ranges: [{ start: 3, end: 4 }],
        },
      ],
    });
  });
});

describe("parts", () => {
  it.each([
    [0, "0B"],
    [999, "999B"],
    [1000, "1.00kB"],
    [67_108_864, "67.11MB"],
  ])("%i bytes", (bytes, text) => expect(amount(bytes)).toBe(text));
  it.each([
    [
      [
        [0, 10],
        [5, 20],
        [30, 40],
      ],
      [
        [0, 20],
        [30, 40],
      ],
      0.03,
    ],
    [
      [
        [0, 10],
        [5, undefined],
        [30, 40],
      ],
      [[0, undefined]],
      0.1,
    ],
    [
      [
        [0, 10],
        [2, 3],
      ],
      [[0, 10]],
      0.01,
    ],
  ])("intervals %j", (given, expected, seconds) => {
    const out = merged(given.map(([start = 0, stop]) => ({ start, stop })));
    expect(out).toEqual(expected.map(([start = 0, stop]) => ({ start, stop })));
    expect(secondsOf(out, 100)).toBeCloseTo(seconds);
  });
  it("quiet is quiet", () => {
    const screen = { width: () => 80, height: () => 24, colour: false, write: () => expect.unreachable() };
    const display = openDisplay({ mode: "quiet", isTTY: true, screen, now: () => 0, builder: { text: "", label: "" } });
    display.update(news({ vertexes: [vertex("a", "A", { started: at(0) })] }));
    display.done();
  });
});
