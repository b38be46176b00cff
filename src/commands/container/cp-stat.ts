/** What the daemon reports about a path in a container (X-Docker-Container-Path-Stat). */
import path from "node:path";
import { type CopyEnd, renamed } from "../../archive/copy/info.js";
import { isAbsolute, join, splitEntry } from "../../archive/copy/local-path.js";
import type { Engine, EngineResponse } from "../../engine/engine.js";
import { containerPath } from "../../engine/object-path.js";
import { StatusError } from "../../errors.js";

/** Go's os.FileMode. */
const DIRECTORY = 2 ** 31;
const SYMLINK = 2 ** 27;
const DEVICE = 2 ** 26;
const IRREGULAR = 2 ** 19;

export interface PathStat {
  name: string;
  mode: number;
  linkTarget: string;
}

const has = ({ mode }: PathStat, bit: number) => Math.floor(mode / bit) % 2 === 1;
export const isDirectory = (stat: PathStat) => has(stat, DIRECTORY);
export const isSymlink = (stat: PathStat) => has(stat, SYMLINK);

/** The container's own paths are written with slashes. */
export function containerQuery(file: string): string {
  return path.sep === "\\" ? file.replaceAll("\\", "/") : file;
}

export function archivePath(container: string): string {
  return `${containerPath(container)}/archive`;
}

/** Throws StatusError for an answer without it. */
export function statOf({ headers }: EngineResponse): PathStat {
  const header = headers["x-docker-container-path-stat"] ?? "";
  try {
    return JSON.parse(Buffer.from(header, "base64").toString()) as PathStat;
  } catch (error) {
    const reason = header === "" ? "EOF" : (error as Error).message;
    throw new StatusError(`unable to decode container path stat header: ${reason}`, 1, { cause: error });
  }
}

/** Throws ApiError where the path is not there. */
export async function statPath(engine: Engine, container: string, file: string): Promise<PathStat> {
  const answer = await engine.request("HEAD", archivePath(container), { query: { path: containerQuery(file) } });
  answer.cancel();
  return statOf(answer);
}

/** Where a link in a container leads: a relative one from its own directory. */
export function linkTarget(file: string, { linkTarget: target }: PathStat): string {
  return isAbsolute(target) ? target : join(splitEntry(file)[0], target);
}

/** The source of a copy from a container: with -L, what a link leads to under the link's name. */
export async function containerSource(
  engine: Engine,
  container: string,
  file: string,
  follow: boolean,
): Promise<Pick<CopyEnd, "path" | "rename">> {
  // The copy itself reports a missing path.
  const stat = follow ? await statPath(engine, container, file).catch(() => undefined) : undefined;
  return stat && isSymlink(stat) ? renamed(file, linkTarget(file, stat)) : { path: file };
}

/**
 * The destination of a copy to a container; a link is followed once. What cannot be looked at is taken for missing: the daemon
 * says what is wrong with it when it unpacks.
 * @throws StatusError for a device
 */
export async function containerDestination(engine: Engine, container: string, file: string): Promise<CopyEnd> {
  let at = file;
  let stat = await statPath(engine, container, file).catch(() => undefined);
  if (stat && isSymlink(stat)) {
    at = linkTarget(file, stat);
    stat = await statPath(engine, container, at).catch(() => undefined);
  }
  const kind = stat && (has(stat, DEVICE) ? "a device" : has(stat, IRREGULAR) ? "an irregular file" : undefined);
  if (kind) throw new StatusError(`destination "${container}:${file}" must be a directory or a regular file: got ${kind}`);
  return { path: at, exists: stat !== undefined, isDirectory: stat !== undefined && isDirectory(stat) };
}
