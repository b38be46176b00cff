import { describe, expect, it } from "vitest";
import { checkArity } from "../../../src/cli/arity.js";

describe("checkArity", () => {
  const check = (min: number, max: number | undefined, given: number) => () =>
    checkArity("docker", "docker x", "docker x [OPTIONS]", { min, ...(max !== undefined && { max }) }, given);
  it.each<[number, number | undefined, number, string]>([
    [0, 0, 1, "docker: 'docker x' accepts no arguments\n\nUsage:  docker x [OPTIONS]\n\nRun 'docker x --help' for more information"],
    [1, undefined, 0, "requires at least 1 argument\n\nUsage:  docker x [OPTIONS]\n\nSee '"],
    [2, undefined, 1, "requires at least 2 arguments\n"],
    [1, 1, 2, "requires 1 argument\n\nUsage:  docker x [OPTIONS]\n\nRun '"],
    [2, 2, 0, "requires 2 arguments\n"],
    [0, 1, 2, "requires at most 1 argument\n\nUsage:  docker x [OPTIONS]\n\nSRun '"],
    [1, 2, 3, "requires at least 1 and at most 2 arguments\n"],
  ])("reports %s to %s arguments, given %s", (min, max, given, text) => expect(check(min, max, given)).toThrow(text));
  it("accepts the right number", () => {
    for (const given of [1, 2]) expect(check(1, 2, given)).not.toThrow();
    expect(check(1, undefined, 99)).not.toThrow();
  });
});
