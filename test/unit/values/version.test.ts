import { expect, it } from "vitest";
import { compareVersions } from "../../../src/values/version.js";

it("compares versions by their numbers", () => {
  expect(compareVersions("1.9", "1.10")).toBeLessThan(0);
  expect(compareVersions("1.50", "1.50")).toBe(0);
  expect(compareVersions("2", "1.51")).toBeGreaterThan(0);
});
