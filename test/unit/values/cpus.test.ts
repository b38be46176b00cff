import { describe, expect, it } from "vitest";
import { parseCpus } from "../../../src/values/cpus.js";

describe("parseCpus", () => {
  it("reads nine decimal places and no more", () => {
    expect(parseCpus("0.123456789")).toBe(123456789);
    expect(() => parseCpus("1/3")).toThrow("value is too precise");
    expect(() => parseCpus("two")).toThrow("failed to parse two as a rational number");
  });
});
