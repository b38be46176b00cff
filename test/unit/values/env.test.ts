import { describe, expect, it } from "vitest";
import { withHostValue } from "../../../src/values/env.js";

describe("withHostValue", () => {
  it("takes missing values from the environment", () => {
    expect(["A", "A=", "B", "toString"].map((variable) => withHostValue(variable, { A: "1" }))).toEqual(["A=1", "A=", "B", "toString"]);
  });
});
