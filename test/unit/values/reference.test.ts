import { describe, expect, it } from "vitest";
import { checkDigest } from "../../../src/values/digest.js";
import {
  familiarName,
  familiarString,
  fullName,
  fullString,
  isTag,
  nameOnly,
  parseAnyReference,
  parseReference,
  withDefaultTag,
} from "../../../src/values/reference.js";

const ID = "0123456789abcdef".repeat(4);
const DIGEST = `sha256:${ID}`;

describe("image references", () => {
  it.each([
    ["busybox", "docker.io/library/busybox", "busybox"],
    ["busybox:1.36", "docker.io/library/busybox:1.36", "busybox:1.36"],
    ["user/app", "docker.io/user/app", "user/app"],
    ["library/busybox", "docker.io/library/busybox", "busybox"],
    ["library/a/b", "docker.io/library/a/b", "library/a/b"],
    ["docker.io/busybox", "docker.io/library/busybox", "busybox"],
    ["index.docker.io/user/app:x", "docker.io/user/app:x", "user/app:x"],
    ["localhost/app", "localhost/app", "localhost/app"],
    ["localhost:5000/a/b:c", "localhost:5000/a/b:c", "localhost:5000/a/b:c"],
    ["[::1]:5000/a", "[::1]:5000/a", "[::1]:5000/a"],
    ["Registry/app", "Registry/app", "Registry/app"],
    [`busybox@${DIGEST}`, `docker.io/library/busybox@${DIGEST}`, `busybox@${DIGEST}`],
    [`q.io/a:t@${DIGEST}`, `q.io/a:t@${DIGEST}`, `q.io/a:t@${DIGEST}`],
    ["a__b/c---d.e_f", "docker.io/a__b/c---d.e_f", "a__b/c---d.e_f"],
  ])("parse: %s", (raw, full, familiar) => {
    const reference = parseReference(raw);
    expect(fullString(reference)).toBe(full);
    expect(familiarString(reference)).toBe(familiar);
    expect(fullString(parseReference(full))).toBe(full);
  });

  it.each([
    ["", "invalid reference format"],
    ["a:", "invalid reference format"],
    ["a:b:c", "invalid reference format"],
    ["a//b", "invalid reference format"],
    ["-a", "invalid reference format"],
    ["a.", "invalid reference format"],
    [`a:${"x".repeat(129)}`, "invalid reference format"],
    ["Busybox", "invalid reference format: repository name (library/Busybox) must be lowercase"],
    ["user/App:Tag", "invalid reference format: repository name (user/App) must be lowercase"],
    [ID, `invalid repository name (${ID}), cannot specify 64-byte hexadecimal strings`],
    ["x".repeat(248), "repository name must not be more than 255 characters"],
    [`a@sha256:${"a".repeat(40)}`, "invalid checksum digest length"],
    [`a@sha256:${"A".repeat(64)}`, "invalid checksum digest format"],
    [`a@md5:${"a".repeat(32)}`, "unsupported digest algorithm"],
  ])("are refused: %s", (raw, message) => expect(() => parseReference(raw)).toThrow(new Error(message)));

  it("are not IDs or digests alone", () => {
    expect(parseAnyReference(ID)).toBeUndefined();
    expect(parseAnyReference(DIGEST)).toBeUndefined();
    expect(parseAnyReference("sha256:abc")).toMatchObject({ path: "library/sha256", tag: "abc" });
  });

  it("have the tag latest by default", () => {
    expect(withDefaultTag(parseReference("a")).tag).toBe("latest");
    expect(withDefaultTag(parseReference("a:b")).tag).toBe("b");
    expect(withDefaultTag(parseReference(`a@${DIGEST}`)).tag).toBeUndefined();
  });

  it("have a familiar name", () => {
    const reference = parseReference(`q.io/a:t@${DIGEST}`);
    expect(fullName(reference)).toBe("q.io/a");
    expect(nameOnly(reference)).toEqual({ domain: "q.io", path: "a" });
    expect(familiarName(parseReference("busybox:x"))).toBe("busybox");
  });

  it("may have tags and digests", () => {
    expect(["latest", "_a", "1.0-x", "-x", "", "a b"].map(isTag)).toEqual([true, true, true, false, false, false]);
    expect(checkDigest(`sha512:${"0".repeat(128)}`)).toBeTruthy();
    expect(() => checkDigest("sha256:")).toThrow("invalid checksum digest format");
    expect(() => checkDigest("a b:c")).toThrow("invalid checksum digest format");
  });
});
