import { describe, expect, it } from "vitest";
import { isMac } from "../../../src/values/mac.js";

describe("isMac", () => {
  it("accepts MAC addresses in every form of Go's, and nothing else", () => {
    const good = ["02:42:ac:11:00:02", "02-42-AC-11-00-02", "0242.ac11.0002", " 02:42:ac:11:00:02:03:04 ", Array(20).fill("aa").join(":")];
    const bad = ["", "02:42", "02:42-ac:11:00:02", "0242.ac11", "g2:42:ac:11:00:02", "0242ac110002"];
    expect([...good, ...bad].map(isMac)).toEqual([...good.map(() => true), ...bad.map(() => false)]);
  });
});
