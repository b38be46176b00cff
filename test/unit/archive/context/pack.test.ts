/** What goes into the archive of a build context. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openFolder } from "../../../../src/archive/context/folder.js";
import { addDockerfile, packFolder } from "../../../../src/archive/context/pack.js";
import { readTar } from "../../../../src/archive/tar/decode.js";

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "dockline-context-"));
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

function files(list: Record<string, string>): void {
  for (const [name, text] of Object.entries(list)) {
    fs.mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    fs.writeFileSync(path.join(dir, name), text);
  }
}

/** name, type, mode, owner and text of each entry. */
async function entries(chunks: AsyncIterable<Uint8Array>): Promise<string[]> {
  const found: string[] = [];
  for await (const { entry, body } of readTar(chunks as AsyncIterable<Buffer>)) {
    let text = "";
    for await (const chunk of body) text += chunk;
    const { name, type, mode, uid, gid, linkname } = entry;
    found.push([name, type, mode.toString(8), `${uid}:${gid}`, linkname ?? text].join(" ").trimEnd());
  }
  return found;
}
const packed = async (file = "", now = 0) => {
  const { dockerfile, chunks } = await packFolder(openFolder(dir, file && path.resolve(dir, file)), now);
  return { dockerfile, entries: await entries(chunks) };
};

describe("addDockerfile", () => {
  const made = (...args: string[]) => {
    const archive = execFileSync("tar", ["-C", dir, "-cf", "-", "--format=pax", "--sort=name", "--owner=7", "--group=8", ...args]);
    // In pieces that begin and end anywhere.
    async function* chunks() {
      for (let at = 0; at < archive.length; at += 700) yield archive.subarray(at, at + 700);
    }
    const { dockerfile, chunks: added } = addDockerfile(chunks(), Buffer.from("FROM x\n"), 0);
    return entries(added).then((list) => list.map((line) => line.replaceAll(dockerfile, "<new>")));
  };

  it("keeps what is there, and keeps the new Dockerfile out of the image", async () => {
    files({ a: "one", ".dockerignore": "a", [`deep/${"long".repeat(40)}`]: "two" });
    fs.symlinkSync("a", path.join(dir, "s"));
    fs.chmodSync(path.join(dir, "a"), 0o640);
    fs.chmodSync(path.join(dir, ".dockerignore"), 0o644);
    expect(await made("a", ".dockerignore", "deep", "s")).toEqual([
      "a file 640 7:8 one",
      ".dockerignore file 644 7:8 a\n<new>",
      "deep/ directory 755 7:8",
      `deep/${"long".repeat(40)} file 644 7:8 two`,
      "s symlink 777 7:8 a",
      "<new> file 600 0:0 FROM x",
    ]);
  });

  it("adds an ignore file if there is none", async () => {
    files({ a: "one" });
    expect((await made("a")).slice(1)).toEqual(["<new> file 600 0:0 FROM x", ".dockerignore file 600 0:0 .dockerignore\n<new>"]);
  });

  it("refuses an archive that is cut short", async () => {
    const { chunks } = addDockerfile(
      (async function* () {
        yield execFileSync("tar", ["-C", "/etc", "-cf", "-", "passwd"]).subarray(0, 700);
      })(),
      Buffer.alloc(0),
      0,
    );
    await expect(entries(chunks)).rejects.toThrow("unexpected EOF");
  });
});

describe("packFolder", () => {
  it("sends everything as root's, with modes and links, without what is ignored", async () => {
    files({ Dockerfile: "FROM scratch\n", a: "1", "d/x": "2", "d/y.log": "3", ".dockerignore": "**/*.log\nDockerfile\n" });
    fs.linkSync(path.join(dir, "a"), path.join(dir, "b"));
    fs.symlinkSync("/nowhere", path.join(dir, "l"));
    fs.chmodSync(path.join(dir, "d/x"), 0o4751);
    fs.chmodSync(path.join(dir, "d"), 0o1777);
    expect(await packed()).toEqual({
      dockerfile: "Dockerfile",
      entries: [
        ".dockerignore file 644 0:0 **/*.log\nDockerfile",
        "Dockerfile file 644 0:0 FROM scratch",
        "a file 644 0:0 1",
        "b link 644 0:0 a",
        "d/ directory 1777 0:0",
        "d/x file 4751 0:0 2",
        "l symlink 777 0:0 /nowhere",
      ],
    });
  });

  it("prefers the Dockerfile's own ignore file", async () => {
    files({ "sub/My": "", "sub/My.dockerignore": "a\n", a: "", b: "", ".dockerignore": "b\n" });
    const { dockerfile, entries: found } = await packed("sub/My");
    expect(dockerfile).toBe("sub/My");
    expect(found.map((line) => line.split(" ")[0])).toEqual([".dockerignore", "b", "sub/", "sub/My", "sub/My.dockerignore"]);
  });

  it("sends a Dockerfile from outside along, and keeps it out of the image", async () => {
    files({ "c/a": "1", "c/.dockerignore": "x\n", other: "FROM scratch\n" });
    dir = path.join(dir, "c");
    try {
      const { dockerfile, entries: found } = await packed("../other");
      expect(dockerfile).toMatch(/^\.dockerfile\.[0-9a-f]{20}$/);
      expect(found).toEqual([
        `${dockerfile} file 600 0:0 FROM scratch`,
        `.dockerignore file 644 0:0 x\n\n${dockerfile}`,
        "a file 644 0:0 1",
      ]);
    } finally {
      dir = path.dirname(dir);
    }
  });

  it("leaves sockets out and reports them", async () => {
    files({ Dockerfile: "", ".dockerignore": "quiet\n" });
    const servers = await Promise.all(
      ["sock", "quiet"].map(
        (name) =>
          new Promise<net.Server>((resolve) => {
            const server = net.createServer().listen(path.join(dir, name), () => resolve(server));
          }),
      ),
    );
    const told: string[] = [];
    const { chunks } = await packFolder(openFolder(dir, ""), 0, (socket) => told.push(socket));
    expect((await entries(chunks)).map((line) => line.split(" ")[0])).toEqual([".dockerignore", "Dockerfile"]);
    expect(told).toEqual([path.join(fs.realpathSync(dir), "sock")]);
    for (const server of servers) server.close();
  });

  it("keeps names that are not valid UTF-8", async () => {
    files({ Dockerfile: "", ".dockerignore": "x\n" });
    fs.writeFileSync(Buffer.concat([Buffer.from(`${dir}/`), Buffer.from([0xff, 0xfe])]), "");
    const { chunks } = await packFolder(openFolder(dir, ""), 0);
    const names: string[] = [];
    for await (const { entry } of readTar(chunks as AsyncIterable<Buffer>)) names.push(entry.name.toString("hex"));
    expect(names).toContain("fffe");
  });
});
