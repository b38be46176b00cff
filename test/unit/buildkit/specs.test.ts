import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { arrivalOf, parseOutput } from "../../../src/buildkit/output.js";
import { parseSecret, secretMethods } from "../../../src/buildkit/secrets.js";
import { sharedKeyOf } from "../../../src/buildkit/session.js";
import { parseAgents } from "../../../src/buildkit/ssh/spec.js";

describe("--secret", () => {
  it.each([
    ["id=a,src=/f", { id: "a", file: "/f", variable: "" }],
    ["ID=a,source=f", { id: "a", file: "f", variable: "" }],
    ['"id=a","src=x,y"', { id: "a", file: "x,y", variable: "" }],
    ["id=a,env=V", { id: "a", file: "", variable: "V" }],
    ["id=a,type=env,src=V", { id: "a", file: "", variable: "V" }],
    ["type=file,id=a", { id: "a", file: "", variable: "" }],
  ])("%s", (text, expected) => expect(parseSecret(text)).toEqual(expected));
  // Texts of buildx 0.29.
  it.each([
    ["foo", "invalid field 'foo' must be a key=value pair"],
    ["type=zzz", 'unsupported secret type "zzz"'],
    ["id=a,mode=1", "unexpected key 'mode' in 'mode=1'"],
  ])("%s is refused", (text, message) => expect(() => parseSecret(text)).toThrow(message));
  it("is looked for before the build begins", () => {
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

describe("--output", () => {
  it.each([
    ["out", { type: "local", attrs: {}, dest: "out" }, "files"],
    ["-", { type: "tar", attrs: {}, dest: "-" }, "archive"],
    ["type=tar,dest=x.tar", { type: "tar", attrs: {}, dest: "x.tar" }, "archive"],
    ["type=local,dest=d,platform-split=false", { type: "local", attrs: { "platform-split": "false" }, dest: "d" }, "files"],
    ["type=docker", { type: "moby", attrs: {}, dest: "" }, "none"],
    ["type=image,name=x", { type: "moby", attrs: { name: "x" }, dest: "" }, "none"],
  ])("%s", (text, expected, arrival) => {
    expect(parseOutput(text)).toEqual(expected);
    expect(arrivalOf(expected)).toBe(arrival);
  });
  it.each([
    ["type=local,dest", "invalid value dest"],
    ["dest=x,a=b", "type is required for output"],
  ])("%s is refused", (text, message) => expect(() => parseOutput(text)).toThrow(message));
});

describe("--ssh", () => {
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
  ])("%j is refused", (texts, message) => expect(() => parseAgents(texts, place)).toThrow(message));
});

describe("the shared key", () => {
  it("is of the user and the folder, and stays", () => {
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
