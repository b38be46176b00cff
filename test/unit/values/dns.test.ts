import { describe, expect, it } from "vitest";
import { checkDnsSearch } from "../../../src/values/dns.js";

describe("checkDnsSearch", () => {
  it("drops blanks and a final dot, and refuses names that are too long", () => {
    expect([".", "a.b.", "  x-y.z  "].map(checkDnsSearch)).toEqual([".", "a.b", "x-y.z"]);
    expect(() => checkDnsSearch(`${"a".repeat(60)}.`.repeat(5))).toThrow("is not a valid domain");
  });
});
