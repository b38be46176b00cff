/** `-o FILE`: the output of a command, written whole or not at all. */
import fs from "node:fs";
import path from "node:path";
import { StatusError, UserError } from "../errors.js";
import { errnoText } from "../values/errno.js";
import { openPending, type PendingFile } from "./atomic-file.js";
import type { Signals } from "./signals.js";

/** Mode of files that may contain secrets: images, file systems. */
const PRIVATE = 0o600;

/** Where paths are resolved, and the signals whose clean-ups remove a partial file. */
interface Place {
  readonly cwd: string;
  readonly signals: Signals;
}

export interface NewFile {
  /** Writes all of `chunks`, then gives the file its name. Leaves nothing behind when it throws. */
  fill(chunks: AsyncIterable<Uint8Array>): Promise<void>;
}

/** Why a file of this kind cannot be written to, in Docker's words. */
function refusalOf(stat: fs.Stats): string | undefined {
  if (stat.isDirectory()) return "cannot write to a directory";
  if (stat.isSymbolicLink()) return "cannot write to a symbolic link directly";
  if (stat.isFIFO()) return "cannot write to a named pipe (FIFO)";
  if (stat.isSocket()) return "cannot write to a socket";
  if (stat.isCharacterDevice()) return "cannot write to a character device file";
  if (stat.isBlockDevice()) return "cannot write to a block device file";
  return undefined;
}

/** Throws Error where `file` cannot be made or replaced. `shown` is what the user wrote. */
function check(cwd: string, shown: string): void {
  const folder = /\/$/.test(shown) ? path.join(shown, ".") : path.dirname(shown);
  const shownFolder = folder.replace(/(?<=.)\/$/, "");
  try {
    if (!fs.statSync(path.resolve(cwd, folder)).isDirectory())
      throw Object.assign(new Error(), { code: "ENOTDIR", message: "ENOTDIR: not a directory" });
  } catch (error) {
    throw new Error(`invalid output path: stat ${shownFolder}: ${errnoText(error)}`);
  }
  let stat: fs.Stats | undefined;
  try {
    stat = fs.lstatSync(path.resolve(cwd, shown), { throwIfNoEntry: false });
  } catch (error) {
    throw new Error(`failed to stat output path: lstat ${shown}: ${errnoText(error)}`);
  }
  const refusal = stat && refusalOf(stat);
  if (refusal) throw new Error(refusal);
}

/**
 * Checks at once that `shown` (as the user wrote it) can be written; an existing file stays until the new one is complete.
 * @param failure prefix of error messages ("failed to save image: ")
 * @param mode of the new file, minus the umask
 * @throws UserError
 */
export function newFile({ cwd, signals }: Place, shown: string, failure: string, mode = PRIVATE): NewFile {
  const target = path.resolve(cwd, shown);
  const refuse = (error: unknown, text: string) => new UserError(failure + text, { cause: error });
  try {
    check(cwd, shown);
  } catch (error) {
    throw refuse(error, (error as Error).message);
  }
  let pending: PendingFile;
  try {
    pending = openPending(target, { mode, prefix: `.tmp-${path.basename(target)}` });
  } catch (error) {
    throw refuse(error, `open ${(error as NodeJS.ErrnoException).path}: ${errnoText(error)}`);
  }
  // Only the name: a write that is in progress may still use the descriptor.
  const forget = signals.cleanup(() => fs.rmSync(pending.path, { force: true }));
  const explained = (error: unknown) =>
    error instanceof StatusError ? error : refuse(error, `write ${pending.path}: ${errnoText(error)}`);
  return {
    async fill(chunks) {
      try {
        await writeAll(pending.fd, chunks);
        pending.commit();
      } catch (error) {
        pending.discard();
        throw explained(error);
      } finally {
        forget();
      }
    },
  };
}

/** Synchronous writes: the page cache takes a chunk faster than a worker thread could be asked to. */
async function writeAll(fd: number, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) at += fs.writeSync(fd, chunk, at);
  }
  await new Promise<void>((resolve, reject) => fs.fsync(fd, (error) => (error ? reject(error) : resolve())));
}
