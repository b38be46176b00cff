import fs from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { targetMethods } from "../../../../src/buildkit/services.js";
import { decodePacket, encodePacket, encodeStat, GO_MODE, LAST_STAT, PACKET, type Stat } from "../../../../src/buildkit/sync/packet.js";
import { type EngineSide, engineSide } from "../../../support/buildkit-pair.js";
import { directoryMaker } from "../../../support/made-directories.js";

const { directory: folder } = directoryMaker();
let side: EngineSide | undefined;
afterEach(() => side?.close());

const SEND = "/moby.filesync.v1.FileSend/DiffCopy";

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

describe("the FileSend service", () => {
  it("makes directories, files and links, and keeps what else is there", async () => {
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

  it("leaves nothing of a file that did not arrive whole", async () => {
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
