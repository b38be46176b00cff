import { describe, expect, it } from "vitest";
import { checkExtraHost } from "../../../src/values/extra-host.js";

describe("checkExtraHost", () => {
  it("reads names and addresses, and refuses what is not an address", () => {
    expect(["a:1.2.3.4", "a=::1", "a:[::1]", "a:host-gateway"].map(checkExtraHost)).toEqual([
      "a:1.2.3.4",
      "a:::1",
      "a:::1",
      "a:host-gateway",
    ]);
    expect(() => checkExtraHost("a:x")).toThrow('invalid IP address in add-host: "x"');
  });
});
