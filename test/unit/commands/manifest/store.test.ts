import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { withAnnotations } from "../../../../src/commands/manifest/platform.js";
import { openManifestStore } from "../../../../src/commands/manifest/store.js";
import { type ImageManifest, MANIFEST_V2 } from "../../../../src/registry/types.js";
import { parseReference } from "../../../../src/values/reference.js";

const folders: string[] = [];
let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "manifests-"));
  folders.push(dir);
});
afterAll(() => {
  for (const one of folders) fs.rmSync(one, { recursive: true });
});

const list = parseReference("example.com:5000/a/b:list");
const payload = Buffer.from('{\n   "schemaVersion": 2,\n   "mediaType": "x<y"\n}');
const digest = `sha256:${createHash("sha256").update(payload).digest("hex")}`;
const manifest = (tag: string): ImageManifest => ({
  ref: parseReference(`example.com:5000/a/b:${tag}`),
  descriptor: { mediaType: MANIFEST_V2, digest, size: payload.length, platform: { os: "linux", architecture: "amd64" } },
  payload,
});
const file = (tag: string) => path.join(dir, "manifests/example.com-5000_a_b-list", `example.com-5000_a_b-${tag}`);

describe("the manifest store", () => {
  it("has Docker's names, layout and bytes", () => {
    openManifestStore(dir).save(list, manifest("one"));
    expect(fs.readFileSync(file("one"), "utf8")).toBe(
      `{"Ref":"example.com:5000/a/b:one","Descriptor":{"mediaType":"${MANIFEST_V2}","digest":"${digest}","size":${payload.length},` +
        `"platform":{"architecture":"amd64","os":"linux"}},"Raw":"${payload.toString("base64")}",` +
        `"SchemaV2Manifest":{"schemaVersion":2,"mediaType":"x\\u003cy"}}`,
    );
    expect(fs.statSync(file("one")).mode & 0o777).toBe(0o644);
    expect(fs.readdirSync(path.join(dir, "manifests"))).toEqual(["example.com-5000_a_b-list"]);
  });

  it("returns what was stored, in the order of names", () => {
    const store = openManifestStore(dir);
    for (const tag of ["b", "a", "c"]) store.save(list, manifest(tag));
    expect(store.list(list)).toEqual(["a", "b", "c"].map((tag) => ({ ...manifest(tag), exact: true })));
    store.remove(list);
    expect(() => store.list(list)).toThrow("No such manifest: example.com:5000/a/b:list");
  });

  it("reads files without the bytes, as old clients left them, and restores white space if the digest says so", () => {
    const store = openManifestStore(dir);
    store.save(list, manifest("one"));
    fs.writeFileSync(file("one"), fs.readFileSync(file("one"), "utf8").replace(/"Raw":"[^"]*",/, ""));
    // "<" had been escaped when the file was written, and so the digest is of other bytes.
    expect(store.get(list, manifest("one").ref)).toMatchObject({ exact: false });
    expect(store.get(list, manifest("one").ref).payload.toString()).toBe('{"schemaVersion":2,"mediaType":"x\\u003cy"}');
  });

  it.each([
    ["", "unexpected end of JSON input"],
    ["{x", "invalid character 'x' looking for beginning of object key string"],
    ['{"Ref":"BAD","SchemaV2Manifest":{}}', "invalid reference format: repository name (library/BAD) must be lowercase"],
    ['{"Ref":"a:1"}', "docker.io/library/a:1 has no payload"],
    ['{"Ref":"a:1","Digest":"sha256:0","SchemaV2Manifest":{}}', "image manifest digest mismatch (sha256:0 != sha256:"],
  ])("refuses %s", (text, reason) => {
    const store = openManifestStore(dir);
    store.save(list, manifest("one"));
    fs.writeFileSync(file("one"), text);
    expect(() => store.get(list, manifest("one").ref)).toThrow(reason);
  });
});

describe("annotations of a manifest list", () => {
  const given = { arch: "", os: "", osFeatures: [], osVersion: "", variant: "" };
  const linux = { os: "linux", architecture: "arm" };
  it.each([
    [linux, {}, linux],
    [linux, { variant: "v7" }, { ...linux, variant: "v7" }],
    [{}, { os: "windows", arch: "amd64", osVersion: "10" }, { os: "windows", architecture: "amd64", "os.version": "10" }],
    [{ ...linux, "os.features": ["a"] }, { osFeatures: ["b", "a", "b"] }, { ...linux, "os.features": ["a", "b"] }],
  ])("merge %j and %j", (platform, more, expected) => {
    expect(withAnnotations(platform, { ...given, ...more })).toEqual(expected);
  });
  it.each([
    [{}, {}, "/"],
    [linux, { arch: "vax" }, "/vax"],
    [linux, { os: "windows" }, "windows/"],
    [{}, { os: "constructor", arch: "x" }, "constructor/x"],
  ])("refuse the platform of %j and %j", (platform, more, text) => {
    expect(() => withAnnotations(platform, { ...given, ...more })).toThrow(`unsupported os/arch combination: ${text}`);
  });
});
