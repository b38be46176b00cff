/** What is in a directory, whatever its names are made of. */
import fs from "node:fs";
import { onBun } from "../runtime.js";

export interface FolderItem {
  /** As the file system has it: not all names are UTF-8. */
  readonly name: Buffer;
  isDirectory(): boolean;
  isFile(): boolean;
  isSocket(): boolean;
}

/** In the order of their bytes, as Go sorts. Links are not followed. Throws errno errors. */
export function readFolder(path: Buffer): FolderItem[] {
  const items = onBun ? readOnBun(path) : fs.readdirSync(path, { withFileTypes: true, encoding: "buffer" });
  return items.sort((a, b) => Buffer.compare(a.name, b.name));
}

/** What stands in a text for bytes that are none. */
const UNREADABLE = "\ufffd";

/** Bun gives names as bytes or with their types, never both. */
function readOnBun(path: Buffer): FolderItem[] {
  const found = fs.readdirSync(path, { withFileTypes: true });
  if (!found.some(({ name }) => name.includes(UNREADABLE))) return found.map((item) => named(Buffer.from(item.name), item));
  return fs.readdirSync(path, { encoding: "buffer" }).flatMap((name) => {
    const stats = fs.lstatSync(Buffer.concat([path, Buffer.from("/"), name]), { throwIfNoEntry: false });
    return stats ? [named(name, stats)] : [];
  });
}

function named(name: Buffer, of: fs.Dirent | fs.Stats): FolderItem {
  return { name, isDirectory: () => of.isDirectory(), isFile: () => of.isFile(), isSocket: () => of.isSocket() };
}
