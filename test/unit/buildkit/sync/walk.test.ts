import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { GO_MODE } from "../../../../src/buildkit/sync/packet.js";
import { folderSource } from "../../../../src/buildkit/sync/source.js";
import { type WalkFilter, walk } from "../../../../src/buildkit/sync/walk.js";
import { directoryMaker } from "../../../support/made-directories.js";

const { directory: folder } = directoryMaker();

const names = (dir: string, filter: Partial<WalkFilter> = {}) =>
  Array.from(walk(folderSource(dir, "root"), { include: [], exclude: [], follow: [], ...filter }), ({ path }) => path.toString());

describe("walk", () => {
  const dir = folder({ "a/b/c": "", "a/x": "", "a-b/y": "", b: "", "l/deep/f": "", "s/t": "->../b", z: "->s" });
  it("goes in the order of bytes, a directory before what it holds", () => {
    expect(names(dir)).toEqual(["a", "a/b", "a/b/c", "a/x", "a-b", "a-b/y", "b", "l", "l/deep", "l/deep/f", "s", "s/t", "z"]);
  });
  it.each<[string, Partial<WalkFilter>, string[]]>([
    ["one", { include: ["b"] }, ["b"]],
    ["one below: its folders come with it", { include: ["l/deep/f"] }, ["l", "l/deep", "l/deep/f"]],
    ["wildcards", { include: ["*/x", "a-b/**"] }, ["a", "a/x", "a-b", "a-b/y"]],
    ["a folder with all it holds", { include: ["a"] }, ["a", "a/b", "a/b/c", "a/x"]],
    ["all but some", { exclude: ["a", "l/deep", "s"] }, ["a-b", "a-b/y", "b", "l", "z"]],
    ["exceptions", { exclude: ["*", "!a-b", "!l/deep"] }, ["a-b", "a-b/y", "l", "l/deep", "l/deep/f"]],
    ["an exception below what is left out", { exclude: ["*", "!a/b/c"] }, ["a", "a/b", "a/b/c"]],
    ["both", { include: ["a"], exclude: ["**/c"] }, ["a", "a/b", "a/x"]],
    ["links are followed to what they point to", { follow: ["z/t"] }, ["b", "s", "s/t", "z"]],
    ["nothing there", { follow: ["nope"] }, []],
    ["all of it", { follow: ["."] }, names(dir)],
  ])("gives what is asked for: %s", (_, filter, expected) => expect(names(dir, filter)).toEqual(expected));

  it("gives modes, sizes, times and hard links", () => {
    const one = folder({ f: "12345", "d/g": "" });
    fs.chmodSync(path.join(one, "f"), 0o4751);
    fs.chmodSync(path.join(one, "d"), 0o1777);
    fs.linkSync(path.join(one, "f"), path.join(one, "h"));
    fs.utimesSync(path.join(one, "f"), 1, 1.5);
    const found = Object.fromEntries(
      Array.from(walk(folderSource(one, "root"), { include: [], exclude: [], follow: [] }), (stat) => [`${stat.path}`, stat]),
    );
    expect(found.f).toMatchObject({ mode: 0o751 + GO_MODE.setuid, size: 5n, modTime: 1_500_000_000n, uid: 0, linkname: Buffer.alloc(0) });
    expect(found.d).toMatchObject({ mode: 0o777 + GO_MODE.directory + GO_MODE.sticky, size: 0 });
    expect(found.h).toMatchObject({ linkname: Buffer.from("f"), size: 0 });
  });

  it("gives a hard link as a file if the name before it is left out", () => {
    const one = folder({ a: "1" });
    fs.linkSync(path.join(one, "a"), path.join(one, "b"));
    const [b] = walk(folderSource(one, "root"), { include: [], exclude: ["a"], follow: [] });
    expect(b).toMatchObject({ path: Buffer.from("b"), linkname: Buffer.alloc(0), size: 1n });
  });

  it("keeps names that are not valid UTF-8", () => {
    const one = folder({});
    const name = Buffer.from([0x66, 0xff, 0xfe]);
    fs.writeFileSync(Buffer.concat([Buffer.from(`${one}/`), name]), "x");
    const [stat] = walk(folderSource(one, "root"), { include: [], exclude: [], follow: [] });
    expect(stat?.path).toEqual(name);
  });
});
