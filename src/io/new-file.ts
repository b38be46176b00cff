/** `-o FILE`: what a stream brings, whole or not at all. */
import fs from "node:fs";
import path from "node:path";
import { StatusError, UserError } from "../errors.js";
import { errnoText } from "../values/errno.js";
import { openPending, type PendingFile } from "./atomic-file.js";
import type { Signals } from "./signals.js";

/** Of what may hold secrets: images, file systems. */
const PRIVATE = 0o600;

/** Where paths are resolved, and who removes what is half-written when a signal ends the client. */
interface Place {
  readonly cwd: string;
  readonly signals: Signals;
}

export interface NewFile {
  /** Writes all of `chunks`, then gives the file its name. What is thrown leaves nothing behind. */
  fill(chunks: AsyncIterable<Uint8Array>): Promise<void>;
}

/** Why a path cannot be written to, where that is its kind; the reference's words. */
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
 * Makes sure now that `shown` (as the user wrote it) can be written; an existing file stays until the new one is whole.
 * @param failure put before the reason of a refusal ("failed to save image: ")
 * @param mode of the new file, less what the umask takes
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
  // Only the name: the write that the signal came into may still hold the descriptor.
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

/** Written in place, not by a worker thread: the page cache takes a piece in less time than handing it over does. */
async function writeAll(fd: number, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) at += fs.writeSync(fd, chunk, at);
  }
  await new Promise<void>((resolve, reject) => fs.fsync(fd, (error) => (error ? reject(error) : resolve())));
}
