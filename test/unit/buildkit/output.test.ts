import { describe, expect, it } from "vitest";
import { arrivalOf, parseOutput } from "../../../src/buildkit/output.js";

describe("parseOutput", () => {
  it.each([
    ["out", { type: "local", attrs: {}, dest: "out" }, "files"],
    ["-", { type: "tar", attrs: {}, dest: "-" }, "archive"],
    ["type=tar,dest=x.tar", { type: "tar", attrs: {}, dest: "x.tar" }, "archive"],
    ["type=local,dest=d,platform-split=false", { type: "local", attrs: { "platform-split": "false" }, dest: "d" }, "files"],
    ["type=docker", { type: "moby", attrs: {}, dest: "" }, "none"],
    ["type=image,name=x", { type: "moby", attrs: { name: "x" }, dest: "" }, "none"],
  ])("parses %s", (text, expected, arrival) => {
    expect(parseOutput(text)).toEqual(expected);
    expect(arrivalOf(expected)).toBe(arrival);
  });
  it.each([
    ["type=local,dest", "invalid value dest"],
    ["dest=x,a=b", "type is required for output"],
  ])("refuses %s", (text, message) => expect(() => parseOutput(text)).toThrow(message));
});
