/** The local ends of a copy: archives made of files, files made of archives. */
import fs from "node:fs";
import path from "node:path";
import { type CopyEnd, localDestination, localSource } from "../../archive/copy/info.js";
import { lstat } from "../../archive/copy/links.js";
import { clean, dir, join, splitEntry } from "../../archive/copy/local-path.js";
import { planCopy, renaming } from "../../archive/copy/plan.js";
import { extractTar } from "../../archive/extract.js";
import { packItems, walkTree } from "../../archive/pack.js";
import type { Ctx } from "../../cli/context.js";
import { errorLine } from "../../cli/log-line.js";
import { UserError } from "../../errors.js";
import { errnoText } from "../../values/errno.js";

/** Throws UserError where `target` (absolute, or "-") has no directory, or is neither a directory nor a file. */
export function checkOutputPath(cwd: string, target: string): void {
  const folder = dir(clean(target));
  const missing = (file: string) => fs.statSync(path.resolve(cwd, file), { throwIfNoEntry: false }) === undefined;
  const safely = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch {
      return undefined;
    }
  };
  if (folder !== "." && safely(() => missing(folder))) throw new UserError(`invalid output path: directory "${folder}" does not exist`);
  let stat: fs.Stats | undefined;
  try {
    stat = fs.statSync(path.resolve(cwd, target) + (/.\/$/.test(target) ? "/" : ""), { throwIfNoEntry: false });
  } catch (error) {
    throw new UserError(`stat ${target}: ${errnoText(error)}`, { cause: error });
  }
  if (stat?.isCharacterDevice() || stat?.isBlockDevice()) {
    throw new UserError(`invalid output path: "${target}" must be a directory or a regular file: got a device`);
  }
}

/** Unpacks what came from `source` in a container to `target`, an absolute path. */
export async function unpackTo(ctx: Ctx, chunks: AsyncIterable<Buffer>, source: CopyEnd, target: string): Promise<void> {
  const destination = localDestination(target);
  const first = source.rename ? renaming({ from: splitEntry(source.path)[1], to: source.rename }) : (name: Buffer) => name;
  const { folder, rename } = planCopy(source, destination);
  const second = renaming(rename);
  await extractTar(chunks, clean(folder), { rename: (name) => second(first(name)), cleanup: (undo) => ctx.signals.cleanup(undo) });
}

/**
 * The archive of a local file or tree, named so that it becomes `destination` when it is unpacked in `folder`. What cannot be
 * read is logged and left out, as Docker does.
 * @param file absolute
 */
export function packFrom(ctx: Ctx, file: string, follow: boolean, destination: CopyEnd): { folder: string; chunks: AsyncIterable<Buffer> } {
  const source = localSource(file, follow);
  lstat(source.path);
  const [folder, last] = splitEntry(source.path);
  const plan = planCopy(source, destination);
  const rename = renaming(plan.rename);
  const root = source.rename === undefined ? last : source.rename === path.sep ? "" : source.rename;
  const skipped = (message: string) => ctx.stderr.write(errorLine(ctx.stderr, ctx.now(), message));
  const items = walkTree(Buffer.from(join(folder, last)), {
    name: Buffer.from(root),
    skipped,
    visit({ entry }) {
      entry.name = rename(entry.name);
      if (entry.type === "link" && entry.linkname) entry.linkname = rename(entry.linkname);
      return "pack";
    },
  });
  return { folder: plan.folder, chunks: packItems(items, skipped) };
}

export async function* standardInput(ctx: Ctx): AsyncGenerator<Buffer> {
  const reader = ctx.stdin.open();
  try {
    yield* reader;
  } finally {
    reader.close();
  }
}
