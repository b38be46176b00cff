import { describe, expect, it } from "vitest";
import { distance, suggest } from "../../../src/cli/suggest.js";

describe("suggestions", () => {
  it("count a swap of neighbours as one edit", () => {
    expect(distance("sp", "ps")).toBe(1);
    expect(distance("iamges", "images")).toBe(1);
    expect(distance("abc", "xyz")).toBe(3);
  });
  it("name the closest first and nothing far off", () => {
    const known = ["ps", "pull", "push", "images", "inspect", "start", "stats"];
    expect(suggest("psu", known)[0]).toBe("ps");
    expect(suggest("iamges", known)).toEqual(["images"]);
    expect(suggest("stast", known)).toEqual(["start", "stats"]);
    expect(suggest("inst", known)).toEqual([]);
    expect(suggest("insp", known)).toEqual(["inspect"]);
    expect(suggest("kubernetes", known)).toEqual([]);
  });
});
