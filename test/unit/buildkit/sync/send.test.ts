import { randomBytes } from "node:crypto";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { sourceMethods } from "../../../../src/buildkit/services.js";
import { decodePacket, encodePacket, PACKET } from "../../../../src/buildkit/sync/packet.js";
import { folderSource, memorySource } from "../../../../src/buildkit/sync/source.js";
import { type EngineSide, engineSide } from "../../../support/buildkit-pair.js";
import { directoryMaker } from "../../../support/made-directories.js";

const { home, directory: folder } = directoryMaker();
let side: EngineSide | undefined;
afterEach(() => side?.close());

const SYNC = "/moby.filesync.v1.FileSync/DiffCopy";

describe("the FileSync service", () => {
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
  ])("sends what the headers %j ask for", async (headers, expected) => {
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

  it("refuses other directories, and reports what it cannot read", async () => {
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
