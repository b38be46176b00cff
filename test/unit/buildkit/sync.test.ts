import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { sourceMethods, targetMethods } from "../../../src/buildkit/services.js";
import { followLinks } from "../../../src/buildkit/sync/follow.js";
import { decodePacket, encodePacket, encodeStat, GO_MODE, LAST_STAT, PACKET, type Stat } from "../../../src/buildkit/sync/packet.js";
import { folderSource, memorySource } from "../../../src/buildkit/sync/source.js";
import { type WalkFilter, walk } from "../../../src/buildkit/sync/walk.js";
import { type EngineSide, engineSide } from "../../support/buildkit-pair.js";

const home = fs.mkdtempSync(path.join(os.tmpdir(), "dl-sync-"));
afterAll(() => fs.rmSync(home, { recursive: true, force: true }));
let side: EngineSide | undefined;
afterEach(() => side?.close());

let count = 0;
function folder(files: Readonly<Record<string, string | Buffer>>): string {
  const dir = path.join(home, `f${++count}`);
  fs.mkdirSync(dir);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(dir, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    if (typeof content === "string" && content.startsWith("->")) fs.symlinkSync(content.slice(2), file);
    else fs.writeFileSync(file, content);
  }
  return dir;
}

const names = (dir: string, filter: Partial<WalkFilter> = {}) =>
  Array.from(walk(folderSource(dir, "root"), { include: [], exclude: [], follow: [], ...filter }), ({ path }) => path.toString());

describe("walking", () => {
  const dir = folder({ "a/b/c": "", "a/x": "", "a-b/y": "", b: "", "l/deep/f": "", "s/t": "->../b", z: "->s" });
  it("goes by bytes, a folder before what it holds", () => {
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
  ])("%s", (_, filter, expected) => expect(names(dir, filter)).toEqual(expected));

  it("tells modes, sizes, times, further names", () => {
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

  it("a further name whose first one stays behind is a file of its own", () => {
    const one = folder({ a: "1" });
    fs.linkSync(path.join(one, "a"), path.join(one, "b"));
    const [b] = walk(folderSource(one, "root"), { include: [], exclude: ["a"], follow: [] });
    expect(b).toMatchObject({ path: Buffer.from("b"), linkname: Buffer.alloc(0), size: 1n });
  });

  it("keeps names that are no text", () => {
    const one = folder({});
    const name = Buffer.from([0x66, 0xff, 0xfe]);
    fs.writeFileSync(Buffer.concat([Buffer.from(`${one}/`), name]), "x");
    const [stat] = walk(folderSource(one, "root"), { include: [], exclude: [], follow: [] });
    expect(stat?.path).toEqual(name);
  });
});

describe("links that are followed", () => {
  const source = folderSource(
    folder({ "v/1/f": "", now: "->v/1", abs: "->/v", up: "->../../../v/1/f", loop: "->loop", "w/a1": "->../v", "w/b": "" }),
    "root",
  );
  it.each([
    [["now/f"], ["now", "v/1/f"]],
    [["abs/1"], ["abs", "v/1"]],
    [["up"], ["up", "v/1/f"]],
    [["loop"], ["loop"]],
    [["w/a*"], ["v", "w/a*"]],
    [["v/1/f", "v"], ["v"]],
    [["v", "/"], undefined],
  ])("%j", (asked, expected) => expect(followLinks(source, asked)).toEqual(expected));
});

const SYNC = "/moby.filesync.v1.FileSync/DiffCopy";
const SEND = "/moby.filesync.v1.FileSend/DiffCopy";

describe("sending", () => {
  it("sends entries, then the bytes of what is asked for, then the end", async () => {
    const big = randomBytes(700_000);
    const dir = folder({ a: "first", big, "d/e": "" });
    side = await engineSide(sourceMethods({ context: folderSource(dir, "root") }));
    const entries: string[] = [];
    const bytes = new Map<number, Buffer[]>();
    let open = 3;
    const reply = await side.talk(SYNC, { "dir-name": "context" }, [], (message, send, end) => {
      const { type, id, data, stat } = decodePacket(message);
      if (type === PACKET.stat && stat) entries.push(stat.path.toString());
      else if (type === PACKET.stat) for (const [id, name] of entries.entries()) if (name !== "d") send(encodePacket(PACKET.request, id));
      if (type === PACKET.data && data.length > 0) bytes.set(id, [...(bytes.get(id) ?? []), data]);
      else if (type === PACKET.data && --open === 0) send(encodePacket(PACKET.finish));
      if (type === PACKET.finish) end();
    });
    expect(reply).toMatchObject({ status: "0" });
    expect(entries).toEqual(["a", "big", "d", "d/e"]);
    expect(Buffer.concat(bytes.get(0) ?? []).toString()).toBe("first");
    expect(Buffer.concat(bytes.get(1) ?? []).equals(big)).toBe(true);
    expect(bytes.has(3)).toBe(false);
  });

  it.each([
    [{ "dir-name": "context", followpaths: ["b", "d"] }, ["b", "d", "d/e"]],
    [{ "dir-name": "context", "exclude-patterns": ["%C3%B6+1", "d"], "exclude-patterns-encoded": "1" }, ["b"]],
    [{ "dir-name": "dockerfile" }, ["Dockerfile"]],
  ])("%j", async (headers, expected) => {
    const context = folderSource(folder({ "ö 1": "", b: "", "d/e": "" }), "root");
    side = await engineSide(sourceMethods({ context, dockerfile: memorySource({ Dockerfile: Buffer.from("FROM x") }) }));
    const seen: string[] = [];
    await side.talk(SYNC, headers, [], (message, send, end) => {
      const { type, stat } = decodePacket(message);
      if (type === PACKET.stat && stat) seen.push(stat.path.toString());
      else if (type === PACKET.stat) send(encodePacket(PACKET.finish));
      else end();
    });
    expect(seen).toEqual(expected);
  });

  it("shows nothing else, and says what it cannot read", async () => {
    side = await engineSide(sourceMethods({ context: folderSource(path.join(home, "gone"), "root") }));
    expect(await side.ask(SYNC, [], { "dir-name": "etc" })).toMatchObject({
      status: "5",
      message: 'no access allowed to dir "etc"',
    });
    const errors: string[] = [];
    const reply = await side.talk(SYNC, { "dir-name": "context" }, [], (message, _, end) => {
      const { type, data } = decodePacket(message);
      if (type === PACKET.error) errors.push(data.toString());
      end();
    });
    expect([reply.status, errors]).toEqual(["2", [`open ${path.join(home, "gone")}: no such file or directory`]]);
  });
});

const entry = (name: string, mode: number, more: Partial<Stat> = {}): Buffer =>
  encodeStat({
    path: Buffer.from(name),
    mode,
    uid: 7,
    gid: 7,
    size: 0,
    modTime: 1_000_000_000_000n,
    linkname: Buffer.alloc(0),
    devmajor: 0,
    devminor: 0,
    ...more,
  });
const DIR = GO_MODE.directory + 0o755;
const LINK = GO_MODE.symlink + 0o777;

/** Sends these entries into `dir`, with `body` for every file that is asked for. */
async function put(dir: string, entries: readonly Buffer[], body = Buffer.from("new")) {
  side = await engineSide(targetMethods({ kind: "folder", dir }));
  const errors: string[] = [];
  const reply = await side.talk(SEND, {}, [...entries, LAST_STAT], (message, send, end) => {
    const { type, id, data } = decodePacket(message);
    if (type === PACKET.request) send(encodePacket(PACKET.data, id, body), encodePacket(PACKET.data, id));
    if (type === PACKET.error) errors.push(data.toString());
    if (type === PACKET.finish) send(encodePacket(PACKET.finish));
    if (type !== PACKET.request) end();
  });
  return { status: reply.status, errors };
}

describe("receiving", () => {
  it("makes folders, files, links, and keeps what else is there", async () => {
    const dir = folder({ mine: "m", "d/old": "o", f: "old", was: "->/etc" });
    const entries = [
      entry("d", GO_MODE.directory + 0o555),
      entry("d/n", 0o640),
      entry("f", 0o600),
      entry("h", 0o640, { linkname: Buffer.from("d/n") }),
      entry("l", LINK, { linkname: Buffer.from("f") }),
      entry("was", DIR),
      entry("was/x", 0o644),
    ];
    expect(await put(dir, entries)).toEqual({ status: "0", errors: [] });
    expect((fs.readdirSync(dir, { recursive: true }) as string[]).sort()).toEqual([
      "d",
      "d/n",
      "d/old",
      "f",
      "h",
      "l",
      "mine",
      "was",
      "was/x",
    ]);
    expect(fs.readFileSync(path.join(dir, "f"), "utf8")).toBe("new");
    expect(fs.readlinkSync(path.join(dir, "l"))).toBe("f");
    expect(fs.lstatSync(path.join(dir, "d")).mode & 0o777).toBe(0o555);
    expect(fs.lstatSync(path.join(dir, "d")).mtimeMs).toBe(1_000_000);
    expect(fs.lstatSync(path.join(dir, "d/n"))).toMatchObject({ nlink: 2, mtimeMs: 1_000_000, uid: process.getuid?.() });
    expect(fs.lstatSync(path.join(dir, "was")).isDirectory()).toBe(true);
  });

  it.each([
    ["a way out", [entry("../out", 0o644)]],
    ["a way out further down", [entry("d", DIR), entry("d/../../out", 0o644)]],
    ["an absolute path", [entry("/tmp/out", 0o644)]],
    ["a link, then something through it", [entry("l", LINK, { linkname: Buffer.from("/tmp") }), entry("l/out", 0o644)]],
    ["a folder that was not sent", [entry("d/out", 0o644)]],
    ["a hard link to what is outside", [entry("h", 0o644, { linkname: Buffer.from("../secret") })]],
    ["no name", [entry("", 0o644)]],
  ])("refuses %s", async (_, entries) => {
    const dir = path.join(folder({ secret: "s" }), "dest");
    const { status, errors } = await put(dir, entries);
    expect(status).toBe("2");
    expect(errors[0]).toMatch(/^invalid path from sender: /);
    expect(fs.readdirSync(path.dirname(dir)).sort()).toEqual(["dest", "secret"]);
    expect(fs.readdirSync(dir).filter((name) => name !== "d" && name !== "l")).toEqual([]);
  });

  it("leaves nothing of a file that did not come whole", async () => {
    const dir = folder({ f: "old" });
    side = await engineSide(targetMethods({ kind: "folder", dir }));
    await side.talk(SEND, {}, [entry("f", 0o644), LAST_STAT], (message, send, end) => {
      const { type, id } = decodePacket(message);
      if (type === PACKET.request)
        send(encodePacket(PACKET.data, id, Buffer.from("part")), encodePacket(PACKET.error, 0, Buffer.from("no more")));
      end();
    });
    expect(fs.readdirSync(dir)).toEqual(["f"]);
    expect(fs.readFileSync(path.join(dir, "f"), "utf8")).toBe("old");
  });
});
