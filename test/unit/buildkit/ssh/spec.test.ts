import { describe, expect, it } from "vitest";
import { parseAgents } from "../../../../src/buildkit/ssh/spec.js";

describe("parseAgents", () => {
  const place = { cwd: "/", env: {} };
  // Texts of buildx 0.29.
  it.each([
    [["default"], "failed to convert agent config {default [] false}: invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set"],
    [
      ["a=/nope"],
      'failed to convert agent config {a [/nope] false}: failed to convert agent config for ID: "a": stat /nope: no such file or directory',
    ],
    [
      ["a=/etc/passwd"],
      'failed to convert agent config {a [/etc/passwd] false}: failed to convert agent config for ID: "a": failed to parse /etc/passwd: ssh: no key found',
    ],
  ])("refuses %j", (texts, message) => expect(() => parseAgents(texts, place)).toThrow(message));
});
