import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseSecret, secretMethods } from "../../../src/buildkit/secrets.js";

describe("parseSecret, secretMethods", () => {
  it.each([
    ["id=a,src=/f", { id: "a", file: "/f", variable: "" }],
    ["ID=a,source=f", { id: "a", file: "f", variable: "" }],
    ['"id=a","src=x,y"', { id: "a", file: "x,y", variable: "" }],
    ["id=a,env=V", { id: "a", file: "", variable: "V" }],
    ["id=a,type=env,src=V", { id: "a", file: "", variable: "V" }],
    ["type=file,id=a", { id: "a", file: "", variable: "" }],
  ])("parses %s", (text, expected) => expect(parseSecret(text)).toEqual(expected));
  // Texts of buildx 0.29.
  it.each([
    ["foo", "invalid field 'foo' must be a key=value pair"],
    ["type=zzz", 'unsupported secret type "zzz"'],
    ["id=a,mode=1", "unexpected key 'mode' in 'mode=1'"],
  ])("refuses %s", (text, message) => expect(() => parseSecret(text)).toThrow(message));
  it("checks that every secret exists before the build begins", () => {
    const place = { cwd: "/", env: {} };
    const big = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "dl-secret-")), "big");
    fs.writeFileSync(big, Buffer.alloc(512_001));
    expect(() => secretMethods([{ id: "", file: "x", variable: "" }], place)).toThrow("secret missing ID");
    expect(() => secretMethods([{ id: "a", file: "/nope", variable: "" }], place)).toThrow(
      "failed to stat /nope: stat /nope: no such file or directory",
    );
    expect(() => secretMethods([{ id: "a", file: big, variable: "" }], place)).toThrow("secret a too big. max size 500KiB");
    fs.rmSync(path.dirname(big), { recursive: true });
  });
});
