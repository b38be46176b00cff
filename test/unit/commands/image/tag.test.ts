// Requests as docker 28.2.2 sends them.
import { describe, expect, it } from "vitest";
import { toTagRequest } from "../../../../src/commands/image/tag.js";
import { encodeQuery } from "../../../../src/engine/query.js";

const DIGEST = `sha256:${"0".repeat(64)}`;

describe("toTagRequest", () => {
  it.each([
    ["a", "b:2", "/images/a/tag", "?repo=docker.io%2Flibrary%2Fb&tag=2"],
    ["a", "docker.io/library/b", "/images/a/tag", "?repo=docker.io%2Flibrary%2Fb&tag=latest"],
    [DIGEST, "localhost:5000/x/y:z", `/images/${DIGEST}/tag`, "?repo=localhost%3A5000%2Fx%2Fy&tag=z"],
  ])("makes the request of tag %s %s", (source, target, path, query) => {
    const request = toTagRequest(source, target);
    expect([request.path, encodeQuery(request.query)]).toEqual([path, query]);
  });

  it.each([
    [
      "a",
      "B",
      'Error parsing reference: "B" is not a valid repository/tag: invalid reference format: repository name (library/B) must be lowercase',
    ],
    [
      "A",
      "B",
      'Error parsing reference: "A" is not a valid repository/tag: invalid reference format: repository name (library/A) must be lowercase',
    ],
    ['a"b', "c", 'Error parsing reference: "a\\"b" is not a valid repository/tag: invalid reference format'],
    ["a", `b@${DIGEST}`, "refusing to create a tag with a digest reference"],
  ])("refuses tag %s %s", (source, target, text) =>
    expect(() => toTagRequest(source, target)).toThrow(expect.objectContaining({ message: text, exitCode: 1 })),
  );
});
