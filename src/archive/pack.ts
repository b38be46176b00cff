/**
 * File trees as tar archives, fast: names sorted as Go's WalkDir sorts them (by bytes, a directory before what it holds), many
 * small files batched into large chunks, file bodies read straight into the batch, hard links written as links to the first of them.
 *
 *   for await (const chunk of packTree(Buffer.from("/src"), { name: Buffer.from("dst") })) …     "dst/", "dst/a", "dst/b/", …
 *
 * `walkTree` finds, `packItems` writes: who wants another order or other entries puts something in between.
 */
import fs from "node:fs";
import { StatusError } from "../errors.js";
import { errnoText } from "../values/errno.js";
import { batchesOf, type PackItem } from "./pack-batches.js";
import { becomeLink, foundAt } from "./tree-entry.js";

/** "pack" it and what it holds; "descend": leave it out and look at what it holds; "leave" it out with all it holds. */
export type Verdict = "pack" | "descend" | "leave";

export interface WalkOptions {
  /** The root's name in the archive, without a trailing slash; what it holds is named below it. Empty: the root itself has no entry. */
  name: Buffer;
  /** Asked for each item, parents first; may change `item.entry`. Without it everything is packed. */
  visit?: (item: PackItem) => Verdict;
  /** Told of what cannot be read and is left out (Docker logs it and goes on). Without it that is an error. */
  skipped?: (message: string) => void;
}

const EMPTY = Buffer.alloc(0);
const SLASH = Buffer.from("/");

/**
 * Headers and bodies, then the end of the archive. A chunk may be overwritten once the next is asked for. While one is on its
 * way, the next is made.
 * @param skipped told of files that cannot be opened, which are left out
 * @throws StatusError where a file ends before its size is reached: the entry cannot be taken back
 */
export async function* packItems(items: Iterable<PackItem>, skipped?: (message: string) => void): AsyncGenerator<Buffer> {
  const batches = batchesOf(items, skipped);
  try {
    for (let batch = batches.next(); !batch.done; ) {
      const following = soon(() => batches.next());
      yield batch.value;
      batch = await following;
    }
  } finally {
    batches.return(undefined);
  }
}

/** Once whoever is at work now has begun to wait. */
function soon<T>(work: () => T): Promise<T> {
  const result = new Promise<void>((resolve) => setImmediate(resolve)).then(work);
  // Nobody may come back for it.
  result.catch(() => {});
  return result;
}

/** The archive of the tree at `root` (a file or a directory, not followed where it is a link). Throws StatusError. */
export function packTree(root: Buffer, options: WalkOptions): AsyncGenerator<Buffer> {
  return packItems(walkTree(root, options), options.skipped);
}

/** Everything at and below `root`, in order. Throws StatusError where the root is not there. */
export function* walkTree(root: Buffer, { name, visit = () => "pack", skipped }: WalkOptions): Generator<PackItem> {
  const links = new Map<string, Buffer>();

  function* below(path: Buffer, name: Buffer): Generator<PackItem> {
    let children: Buffer[];
    try {
      children = fs.readdirSync(path, { encoding: "buffer" }).sort(Buffer.compare);
    } catch (error) {
      return give(`Tar: Can't stat file ${root} to tar: open ${path}: ${errnoText(error)}`, error);
    }
    const prefix = name.length === 0 ? EMPTY : Buffer.concat([name, SLASH]);
    const folder = path[path.length - 1] === 47 ? path : Buffer.concat([path, SLASH]);
    for (const child of children) yield* at(Buffer.concat([folder, child]), Buffer.concat([prefix, child]));
  }

  function* at(path: Buffer, name: Buffer): Generator<PackItem> {
    let found: ReturnType<typeof foundAt>;
    try {
      found = foundAt(path, name);
    } catch (error) {
      return give(`Can't add file ${path} to tar: ${explained(error, path)}`, error);
    }
    const { entry, inode } = found;
    const repeated = inode !== undefined && becomeLink(entry, inode, links);
    const item = { path, entry };
    const verdict = name.length === 0 ? "descend" : visit(item);
    if (verdict === "pack") yield item;
    // What is left out cannot be linked to.
    if (inode && !repeated && verdict === "pack") links.set(inode, entry.name);
    if (verdict !== "leave" && entry.type === "directory") yield* below(path, name);
  }

  function give(message: string, cause: unknown): void {
    if (!skipped) throw new StatusError(message, 1, { cause });
    skipped(message);
  }

  yield* at(root, name);
}

function explained(error: unknown, path: Buffer): string {
  return error instanceof StatusError ? error.message : `lstat ${path}: ${errnoText(error)}`;
}
