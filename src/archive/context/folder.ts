/** A directory as a build's context: found, its links followed, its Dockerfile and its ignore file with it. */
import fs from "node:fs";
import path from "node:path";
import { UserError } from "../../errors.js";
import { errnoText } from "../../values/errno.js";
import { parseIgnoreFile } from "../ignore/ignore-file.js";
import type { DockerfileSource, FolderContext } from "./types.js";

const DEFAULT_NAME = "Dockerfile";
const IGNORE_FILE = ".dockerignore";
/** How Docker begins what it has to say of a context. */
export const PREPARE = "unable to prepare context: ";

/** The first part of a path that cannot be followed, as far as it was: behind links, Go names the place that they lead to. */
function firstBad(file: string): string {
  const folder = path.dirname(file);
  if (folder === file) return file;
  try {
    const place = path.join(fs.realpathSync(folder), path.basename(file));
    return fs.lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()
      ? firstBad(path.resolve(path.dirname(place), fs.readlinkSync(place)))
      : place;
  } catch {
    return firstBad(folder);
  }
}

/** filepath.EvalSymlinks. Throws UserError. */
function followed(file: string, what: string): string {
  try {
    return fs.realpathSync(file);
  } catch (error) {
    throw new UserError(`${PREPARE}unable to evaluate symlinks in ${what} path: ${reasonOf(error, file)}`, { cause: error });
  }
}

function reasonOf(error: unknown, file: string): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ELOOP") return "EvalSymlinks: too many links";
  return code === "ENOTDIR" ? errnoText(error) : `lstat ${firstBad(file)}: ${errnoText(error)}`;
}

/** "Dockerfile", or "dockerfile" where only that is there. */
function defaultDockerfile(dir: string): string {
  const [usual, small] = [path.join(dir, DEFAULT_NAME), path.join(dir, DEFAULT_NAME.toLowerCase())];
  const has = (file: string) => fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  return !has(usual) && has(small) ? small : usual;
}

const isOutside = (relative: string) => relative.startsWith(`..${path.sep}`);

/** Patterns of the Dockerfile's own ignore file, else of the context's; [] where there is neither. Throws UserError. */
function readIgnored(dir: string, dockerfile: string | undefined): string[] {
  const files = [...(dockerfile === undefined ? [] : [`${dockerfile}${IGNORE_FILE}`]), path.join(dir, IGNORE_FILE)];
  for (const file of files) {
    let bytes: Buffer;
    try {
      bytes = fs.readFileSync(file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") continue;
      const text = code === "EISDIR" ? `error reading ${IGNORE_FILE}: read` : "open";
      throw new UserError(`${text} ${file}: ${errnoText(error)}`, { cause: error });
    }
    try {
      return parseIgnoreFile(bytes);
    } catch (error) {
      throw new UserError(`error reading ${IGNORE_FILE}: ${(error as Error).message}`, { cause: error });
    }
  }
  return [];
}

/**
 * @param dir absolute
 * @param file the Dockerfile: absolute or below `dir`; "" for the default one; what reads it where it is not in a file
 * @throws UserError with Docker's texts
 */
export function openFolder(dir: string, file: string | (() => Promise<Buffer>)): FolderContext {
  const root = followed(dir, "context");
  if (!fs.statSync(root).isDirectory()) throw new UserError(`${PREPARE}context must be a directory: ${root}`);
  if (typeof file !== "string") {
    return { kind: "folder", dir: root, dockerfile: { kind: "beside", read: file }, ignored: () => readIgnored(root, undefined) };
  }
  const written = file === "" ? defaultDockerfile(root) : path.resolve(root, file);
  const real = followed(written, "Dockerfile");
  const relative = path.relative(root, real) || ".";
  const dockerfile: DockerfileSource = isOutside(relative)
    ? { kind: "beside", read: () => readOutside(file, real), path: real }
    : { kind: "inside", path: relative.split(path.sep).join("/") };
  return { kind: "folder", dir: root, dockerfile, ignored: () => readIgnored(root, written) };
}

async function readOutside(shown: string, real: string): Promise<Buffer> {
  try {
    return await fs.promises.readFile(real);
  } catch (error) {
    const verb = (error as NodeJS.ErrnoException).code === "EISDIR" ? "read" : "open";
    throw new UserError(`unable to open Dockerfile: ${verb} ${shown}: ${errnoText(error)}`, { cause: error });
  }
}
