import { describe, expect, it } from "vitest";
import { wantsContentTrust } from "../../../src/registry/content-trust.js";

describe("wantsContentTrust", () => {
  it.each([
    ["1", true],
    ["true", true],
    ["0", false],
    ["", false],
    ["yes", false],
  ])("reads DOCKER_CONTENT_TRUST=%s", (value, wanted) => expect(wantsContentTrust({ DOCKER_CONTENT_TRUST: value })).toBe(wanted));
});
