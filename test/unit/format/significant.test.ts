import fc from "fast-check";
import { expect, it } from "vitest";
import { significant } from "../../../src/format/significant.js";

// fmt.Sprintf("%.*g") of Go.
it.each<[number, number, string]>([
  [0, 4, "0"],
  [100, 4, "100"],
  [1e4, 4, "1e+04"],
  [999.96, 4, "1000"],
  [999.96, 3, "1e+03"],
  [0.00001234, 3, "1.23e-05"],
  [0.0001234, 3, "0.000123"],
  [1.0625, 4, "1.062"],
  [1.6875, 4, "1.688"],
  [1.0635, 4, "1.063"],
  [2.5, 1, "2"],
  [3.5, 1, "4"],
  [-2.5, 1, "-2"],
  [1.005, 3, "1"],
  [243.05, 4, "243.1"],
  [1e100, 3, "1e+100"],
  [Number.POSITIVE_INFINITY, 3, "+Inf"],
  [Number.NEGATIVE_INFINITY, 3, "-Inf"],
  [Number.NaN, 3, "NaN"],
])("writes %d to %d digits", (value, digits, text) => {
  expect(significant(value, digits)).toBe(text);
});

it("gives the nearest number of that many digits", () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-4, max: 1e15 }),
      fc.integer({ min: 1, max: 6 }),
      (value, digits) => {
        const shown = Number(significant(value, digits));
        const step = 10 ** (Math.floor(Math.log10(value)) + 1 - digits);
        expect(Math.abs(shown - value)).toBeLessThanOrEqual(step * 0.5000001);
      },
    ),
  );
});
