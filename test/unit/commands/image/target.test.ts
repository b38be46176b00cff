// Requests as docker 28.2.2 sends them.
import { describe, expect, it } from "vitest";
import { toTarget } from "../../../../src/commands/image/target.js";

const DIGEST = `sha256:${"0".repeat(64)}`;

describe("toTarget", () => {
  it("says if it took the default tag", () => {
    expect(["a", "a:latest", `a@${DIGEST}`].map((image) => toTarget(image, false).defaulted)).toEqual([true, false, false]);
    expect(toTarget("a", true).defaulted).toBe(false);
  });

  it.each([
    ["a:1", true, "tag can't be used with --all-tags/-a"],
    [`a@${DIGEST}`, true, "tag can't be used with --all-tags/-a"],
    ["A", false, "invalid reference format: repository name (library/A) must be lowercase"],
    ["", false, "invalid reference format"],
    ["0".repeat(64), false, `invalid repository name (${"0".repeat(64)}), cannot specify 64-byte hexadecimal strings`],
  ])("refuses %j (all: %s)", (image, all, text) =>
    expect(() => toTarget(image, all)).toThrow(expect.objectContaining({ message: text, exitCode: 1 })),
  );
});
