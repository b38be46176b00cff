/** File trees as text, line by line, for comparisons: what a copy restores, and nothing that chance decides. */
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Seconds: what was touched since then was touched by the test. */
const RECENT = 1_500_000_000;

/** One line for each entry below `root`: type and mode, owner, size, time, name (latin1), target or digest, the first of its hard links. */
export function localTree(root: string): string {
  const lines: string[] = [];
  const inodes = new Map<string, string>();
  const walk = (path: Buffer, name: string) => {
    const stat = lstatSync(path, { bigint: true });
    const seconds = stat.mtimeNs / 1_000_000_000n;
    const time = seconds > RECENT ? "recent" : String(stat.mtimeNs);
    const key = `${stat.dev}:${stat.ino}`;
    const same = stat.isDirectory() ? undefined : inodes.get(key);
    inodes.set(key, name);
    const what = stat.isSymbolicLink()
      ? `-> ${readlinkSync(path, "latin1")}`
      : stat.isFile()
        ? createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16)
        : String(stat.rdev);
    const size = stat.isFile() ? stat.size : "";
    lines.push(`${stat.mode.toString(8)} ${stat.uid}:${stat.gid} ${size} ${time} ${name} ${what}${same === undefined ? "" : ` = ${same}`}`);
    if (!stat.isDirectory()) return;
    for (const child of readdirSync(path, { encoding: "buffer" }).sort(Buffer.compare)) {
      walk(Buffer.concat([path, Buffer.from("/"), child]), `${name}/${child.toString("latin1")}`);
    }
  };
  walk(Buffer.from(root), ".");
  return `${lines.join("\n")}\n`;
}
