// Requests as docker 28.2.2 sends them.
import { describe, expect, it } from "vitest";
import { toTarget } from "../../../src/commands/image/target.js";
import { encodeQuery } from "../../../src/engine/query.js";
import { toPullQuery } from "../../../src/registry/pull-image.js";

const DIGEST = `sha256:${"0".repeat(64)}`;

describe("toPullQuery", () => {
  const query = (image: string, all = false, platform = "") => encodeQuery(toPullQuery(toTarget(image, all).reference, { all, platform }));

  it.each([
    ["a", false, "", "?fromImage=docker.io%2Flibrary%2Fa&tag=latest"],
    ["a:1", false, "", "?fromImage=docker.io%2Flibrary%2Fa&tag=1"],
    ["a", true, "", "?fromImage=docker.io%2Flibrary%2Fa"],
    [`a@${DIGEST}`, false, "", `?fromImage=docker.io%2Flibrary%2Fa&tag=sha256%3A${"0".repeat(64)}`],
    [`a:2@${DIGEST}`, false, "", `?fromImage=docker.io%2Flibrary%2Fa&tag=sha256%3A${"0".repeat(64)}`],
    ["localhost:5000/a/b", false, "Linux/ARM64", "?fromImage=localhost%3A5000%2Fa%2Fb&platform=linux%2Farm64&tag=latest"],
    ["index.docker.io/x/y", false, "", "?fromImage=docker.io%2Fx%2Fy&tag=latest"],
  ])("makes the query of %s (all: %s, platform: %j)", (image, all, platform, expected) =>
    expect(query(image, all, platform)).toBe(expected),
  );
});
