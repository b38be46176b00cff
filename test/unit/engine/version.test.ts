import { describe, expect, test } from "vitest";
import { negotiated, parsePing, pinned } from "../../../src/engine/version.js";
import { compareVersions } from "../../../src/values/version.js";

test.each([
  ["1.51", "1.50"],
  ["1.50", "1.50"],
  ["1.45", "1.45"],
  ["1.9", "1.9"],
  ["1.12", "1.12"],
  ["2.0", "1.50"],
  ["", "1.24"],
])("speaks to a daemon of %j in API %s", (theirs, used) => expect(negotiated(theirs)).toBe(used));

test.each([
  ["1.9", "1.24", -1],
  ["1.24", "1.24", 0],
  ["1.100", "1.51", 1],
  ["2", "1.99", 1],
  ["1.24", "1.24.1", -1],
])("compares %s with %s", (a, b, sign) => expect(Math.sign(compareVersions(a, b))).toBe(sign));

test.each([
  ["1.40", "1.40"],
  ["v1.40", "1.40"],
  ["foo", "foo"],
  ["", undefined],
  [undefined, undefined],
])("DOCKER_API_VERSION=%s pins %s", (variable, version) => expect(pinned(variable)).toBe(version));

describe("the headers of /_ping", () => {
  test("are all read", () => {
    const headers = {
      "api-version": "1.51",
      ostype: "linux",
      "docker-experimental": "true",
      "builder-version": "2",
      swarm: "active/manager",
    };
    expect(parsePing(headers)).toEqual({
      apiVersion: "1.51",
      osType: "linux",
      experimental: true,
      builderVersion: "2",
      swarm: { nodeState: "active", controlAvailable: true },
    });
  });
  test("say if the node is a worker, inactive, or in no swarm", () => {
    expect(parsePing({ swarm: "active/worker" }).swarm).toEqual({ nodeState: "active", controlAvailable: false });
    expect(parsePing({ swarm: "inactive" }).swarm).toEqual({ nodeState: "inactive", controlAvailable: false });
    expect(parsePing({})).toEqual({ apiVersion: "", osType: "", experimental: false, builderVersion: "" });
  });
});
