// Docker's texts (28.2.2).
import { describe, expect, it } from "vitest";
import { localName } from "../../../../src/commands/plugin/install.js";

describe("localName", () => {
  it.each([
    ["", ""],
    ["a", "a:latest"],
    ["a:1", "a:1"],
    ["docker.io/library/a", "a:latest"],
    ["localhost:5000/a", "localhost:5000/a:latest"],
  ])("takes the alias %j for %j", (alias, name) => expect(localName(alias)).toBe(name));

  it("refuses digests", () => expect(() => localName(`a@sha256:${"a".repeat(64)}`)).toThrow("invalid name: a@sha256:"));
});
