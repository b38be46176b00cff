import fc from "fast-check";
import { expect, it } from "vitest";
import { naturalOrder } from "../../../src/values/natural-order.js";

// In this order docker 28.2.2 prints them.
const ORDERED = [
  "1/sctp",
  "8/tcp",
  "08/tcp",
  "9/udp",
  "80/tcp -> 0.0.0.0:8080",
  "80/tcp -> 127.0.0.1:9",
  "80/tcp -> 127.0.0.1:10",
  "80/udp",
  "A1",
  "a1",
  "a02",
  "a10",
  "a10b",
];

it("compares numbers by their value", () => {
  expect([...ORDERED].reverse().sort(naturalOrder)).toEqual(ORDERED);
});

it("is a total order", () => {
  const name = fc.stringMatching(/^[a0-2/]{0,6}$/);
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      expect(Math.sign(naturalOrder(a, b))).toBe(-Math.sign(naturalOrder(b, a)) + 0);
      if (naturalOrder(a, b) <= 0 && naturalOrder(b, c) <= 0) expect(naturalOrder(a, c)).toBeLessThanOrEqual(0);
      expect(naturalOrder(a, b) === 0).toBe(a === b);
    }),
  );
});
