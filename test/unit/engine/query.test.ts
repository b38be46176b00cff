import { describe, expect, test } from "vitest";
import { encodeQuery, segment } from "../../../src/engine/query.js";

describe("segment", () => {
  // Captured from Docker: `docker inspect --type container NAME`.
  test.each([
    ["web_1.a-b~", "web_1.a-b~"],
    ["library/busybox:latest", "library/busybox:latest"],
    ["busybox@sha256:ab", "busybox@sha256:ab"],
    ["a b", "a%20b"],
    ["100%", "100%25"],
    ["a%2Fb", "a%252Fb"],
    ["é漢", "%C3%A9%E6%BC%A2"],
    ["a?b#c", "a%3Fb%23c"],
    ["!'()*[]\"<>", "%21%27%28%29%2A%5B%5D%22%3C%3E"],
    ["$&+,;=", "$&+,;="],
    ["a\r\nb", "a%0D%0Ab"],
    ["\uD800x", "%EF%BF%BDx"],
  ])("encodes %j as %s", (name, encoded) => expect(segment(name)).toBe(encoded));
});

describe("encodeQuery", () => {
  test.each([
    ["sorted", { stdout: true, all: 1, b: "x" }, "?all=1&b=x&stdout=1"],
    ["left out", { a: undefined, b: "", c: false, d: null, e: {}, f: [] }, ""],
    ["zero stays", { t: 0 }, "?t=0"],
    ["false in words stays", { stream: "false" }, "?stream=false"],
    ["arrays repeat", { names: ["b", "a"] }, "?names=b&names=a"],
    [
      "objects are JSON with sorted keys",
      { filters: { status: { running: true }, label: { "a=b": true } } },
      "?filters=%7B%22label%22%3A%7B%22a%3Db%22%3Atrue%7D%2C%22status%22%3A%7B%22running%22%3Atrue%7D%7D",
    ],
    [
      "objects as Go escapes them",
      { filters: { label: { "q=a&<b>": true } } },
      "?filters=%7B%22label%22%3A%7B%22q%3Da%5Cu0026%5Cu003cb%5Cu003e%22%3Atrue%7D%7D",
    ],
    ["words as Go escapes them", { q: "a b+c&d=é/~*'" }, "?q=a+b%2Bc%26d%3D%C3%A9%2F~%2A%27"],
    ["nothing", undefined, ""],
  ])("encodes %s", (_, query, encoded) => expect(encodeQuery(query)).toBe(encoded));
});
