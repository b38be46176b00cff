import { describe, expect, it } from "vitest";
import { amount } from "../../../../src/buildkit/progress/amount.js";

describe("amount", () => {
  it.each([
    [0, "0B"],
    [999, "999B"],
    [1000, "1.00kB"],
    [67_108_864, "67.11MB"],
  ])("writes %i bytes as BuildKit does", (bytes, text) => expect(amount(bytes)).toBe(text));
});
