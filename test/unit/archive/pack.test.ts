/** Trees as archives: what is in them, what is left out, and that they come back as they were. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { extractTar } from "../../../src/archive/extract.js";
import { packItems, packTree, type WalkOptions, walkTree } from "../../../src/archive/pack.js";
import { readTar } from "../../../src/archive/tar/decode.js";
import type { TarEntry } from "../../../src/archive/tar/entry.js";
import { localTree } from "../../support/trees.js";

let folder: string;
let tree: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "pack-"));
  tree = path.join(folder, "tree");
  fs.mkdirSync(path.join(tree, "b/empty"), { recursive: true });
  fs.writeFileSync(path.join(tree, "a"), "a");
  fs.writeFileSync(path.join(tree, "b/x"), Buffer.alloc(700_000, "x"), { mode: 0o600 });
  fs.linkSync(path.join(tree, "b/x"), path.join(tree, "hard"));
  fs.symlinkSync("a", path.join(tree, "soft"));
  fs.writeFileSync(Buffer.concat([Buffer.from(`${tree}/n`), Buffer.from([0xff])]), "bytes");
  fs.writeFileSync(path.join(tree, "zero"), "");
  execFileSync("find", [tree, "-exec", "touch", "-h", "-d", "2001-02-03 04:05:06.999999999Z", "{}", "+"]);
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

async function entries(options: Partial<WalkOptions> = {}, root = tree): Promise<TarEntry[]> {
  const found: TarEntry[] = [];
  for await (const { entry } of readTar(packTree(Buffer.from(root), { name: Buffer.from("t"), ...options }))) found.push(entry);
  return found;
}

const names = (list: readonly TarEntry[]) => list.map(({ name }) => name.toString("latin1"));

describe("packTree", () => {
  test("gives parents first, sorted by bytes, the root under its name", async () => {
    expect(names(await entries())).toEqual(["t/", "t/a", "t/b/", "t/b/empty/", "t/b/x", "t/hard", "t/n\xff", "t/soft", "t/zero"]);
  });

  test("makes no entry for a root without a name", async () => {
    expect(names(await entries({ name: Buffer.alloc(0) })).slice(0, 2)).toEqual(["a", "b/"]);
  });

  test("packs a single file", async () => {
    expect(names(await entries({}, path.join(tree, "a")))).toEqual(["t"]);
  });

  test("makes the second name of a file a link, and drops fractions of seconds", async () => {
    const [hard] = (await entries()).filter(({ name }) => name.toString() === "t/hard");
    expect(hard).toMatchObject({ type: "link", size: 0, mode: 0o600, mtime: { seconds: 981_173_106, nanos: 0 } });
    expect(hard?.linkname?.toString()).toBe("t/b/x");
  });

  test("makes no link to what was left out", async () => {
    const list = await entries({ visit: ({ entry }) => (entry.name.toString() === "t/b/" ? "leave" : "pack") });
    expect(names(list)).not.toContain("t/b/x");
    expect(list.find(({ name }) => name.toString() === "t/hard")).toMatchObject({ type: "file", size: 700_000 });
  });

  test("can leave a directory out and still look into it", async () => {
    const list = await entries({ visit: ({ entry }) => (entry.type === "directory" ? "descend" : "pack") });
    expect(names(list)).toEqual(["t/a", "t/b/x", "t/hard", "t/n\xff", "t/soft", "t/zero"]);
  });

  test("lets the caller change entries", async () => {
    const list = await entries({
      visit({ entry }) {
        entry.uid = 42;
        entry.name = Buffer.concat([Buffer.from("new/"), entry.name]);
        return "pack";
      },
    });
    expect(new Set(list.map(({ uid }) => uid))).toEqual(new Set([42]));
    expect(list.find(({ type }) => type === "link")?.linkname?.toString()).toBe("new/t/b/x");
  });

  test("reports sockets and files that have gone, or fails without a listener", async () => {
    const server = createServer().listen(path.join(tree, "c"));
    const told: string[] = [];
    const visit: WalkOptions["visit"] = ({ entry }) => {
      if (entry.name.toString() === "t/a") fs.rmSync(path.join(tree, "a"));
      return "pack";
    };
    expect(names(await entries({ visit, skipped: (message) => told.push(message) }))).not.toContain("t/a");
    expect(told).toEqual([
      `Can't add file ${tree}/a to tar: open ${tree}/a: no such file or directory`,
      `Can't add file ${tree}/c to tar: archive/tar: sockets not supported`,
    ]);
    await expect(entries()).rejects.toThrow("sockets not supported");
    server.close();
  });

  test("fails for a file that shrinks meanwhile, and cuts one that grows at its size", async () => {
    const items = [...walkTree(Buffer.from(tree), { name: Buffer.from("t") })];
    const drain = async () => {
      let size = 0;
      for await (const chunk of packItems(items)) size += chunk.length;
      return size;
    };
    const before = await drain();
    fs.appendFileSync(path.join(tree, "a"), "more");
    expect(await drain()).toBe(before);
    fs.truncateSync(path.join(tree, "a"), 0);
    await expect(drain()).rejects.toThrow("archive/tar: missed writing 1 bytes");
  });
});

test("restores what was packed when it is extracted again", async () => {
  fs.mkdirSync(path.join(folder, "new"));
  await extractTar(packTree(Buffer.from(tree), { name: Buffer.from("tree") }), path.join(folder, "new"));
  expect(localTree(path.join(folder, "new/tree"))).toBe(localTree(tree).replaceAll("981173106999999999", "981173106000000000"));
});
