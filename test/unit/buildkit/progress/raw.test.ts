import { describe, expect, it } from "vitest";
import { rawLine } from "../../../../src/buildkit/progress/raw.js";
import { counter, news, vertex } from "../../../support/solve-status.js";

describe("rawLine", () => {
  it("writes what BuildKit's own client writes", () => {
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
