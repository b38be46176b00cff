import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { sharedKeyOf } from "../../../src/buildkit/session.js";

describe("sharedKeyOf", () => {
  it("gives each user and directory a key that does not change", () => {
    const dir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "dl-key-")), "config");
    const key = sharedKeyOf(dir, "/ctx");
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(sharedKeyOf(dir, "/ctx")).toBe(key);
    expect(sharedKeyOf(dir, "/other")).not.toBe(key);
    expect(fs.statSync(path.join(dir, ".buildNodeID")).mode & 0o777).toBe(0o600);
    expect(sharedKeyOf("/etc/passwd/config", "/ctx")).toMatch(/^[0-9a-f]{64}$/);
    fs.rmSync(path.dirname(dir), { recursive: true });
  });
});
