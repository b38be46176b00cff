import { describe, expect, it } from "vitest";
import { merged, secondsOf } from "../../../../src/buildkit/progress/interval.js";

describe("merged, secondsOf", () => {
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
  ])("merges the intervals %j", (given, expected, seconds) => {
    const out = merged(given.map(([start = 0, stop]) => ({ start, stop })));
    expect(out).toEqual(expected.map(([start = 0, stop]) => ({ start, stop })));
    expect(secondsOf(out, 100)).toBeCloseTo(seconds);
  });
});
