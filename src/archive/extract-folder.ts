/**
 * The directories of an extraction, entered part by part and never through a symbolic link: what is made in one of them is made
 * below the destination, whatever else goes on in the file system meanwhile. On Linux a directory is held open and its members are
 * named through /proc/self/fd, as openat(2) would; elsewhere each part is looked at before it is used.
 */
import fs from "node:fs";
import path from "node:path";
import { StatusError } from "../errors.js";
import { errnoText } from "../values/errno.js";
import { quote } from "../values/quote.js";

/** Linux's, for which Node has no name: neither reads nor writes, needs no permission but to search. */
const O_PATH = 0o10000000;
/** Of directories that the archive has no entry for. */
const IMPLIED_MODE = 0o755;

interface Level {
  part: string;
  fd?: number;
}

/** Names and parts are latin1 strings: a character for each byte. */
export class ExtractFolder {
  readonly #root: string;
  readonly #byFd: boolean;
  readonly #levels: Level[];

  /** @param root existing directory; links on the way to it are the user's own */
  constructor(root: string) {
    this.#root = Buffer.from(root).toString("latin1");
    this.#byFd = fs.existsSync("/proc/self/fd");
    this.#levels = [{ part: "", ...this.#open(latin1(this.#root), this.#root, 0) }];
  }

  /** Path for system calls of `part` in the directory at `parts`, which is made where it is missing. Throws StatusError. */
  enter(parts: readonly string[], part: string): Buffer {
    this.#go(parts);
    return this.#member(part);
  }

  /** Path for system calls of the directory at `parts` itself. Throws StatusError where it is no directory. */
  itself(parts: readonly string[]): Buffer {
    this.#go(parts);
    const fd = this.#levels.at(-1)?.fd;
    return fd === undefined ? latin1(path.join(this.#root, ...parts)) : latin1(`/proc/self/fd/${fd}`);
  }

  #go(parts: readonly string[]): void {
    let same = 0;
    while (same < parts.length && this.#levels[same + 1]?.part === parts[same]) same++;
    this.#leave(same + 1);
    for (let i = same; i < parts.length; i++) this.#push(parts[i] as string, parts.slice(0, i + 1));
  }

  /** The path as messages show it. */
  shown(parts: readonly string[]): string {
    return latin1(path.join(this.#root, ...parts)).toString();
  }

  close(): void {
    this.#leave(0);
  }

  #push(part: string, parts: readonly string[]): void {
    const file = this.#member(part);
    const shown = parts.join("/");
    let stat = fs.lstatSync(file, { throwIfNoEntry: false });
    if (!stat) {
      told("mkdir", this.shown(parts), () => fs.mkdirSync(file, IMPLIED_MODE));
      stat = fs.lstatSync(file);
    }
    if (stat.isSymbolicLink()) throw outside(latin1(shown).toString(), this.shown([]));
    this.#levels.push({ part, ...this.#open(file, path.join(this.#root, ...parts), fs.constants.O_NOFOLLOW ?? 0) });
  }

  #open(file: Buffer, shown: string, more: number): { fd?: number } {
    if (!this.#byFd) return {};
    return { fd: told("open", latin1(shown).toString(), () => fs.openSync(file, O_PATH | fs.constants.O_DIRECTORY | more)) };
  }

  #member(part: string): Buffer {
    const fd = this.#levels.at(-1)?.fd;
    if (fd !== undefined) return latin1(`/proc/self/fd/${fd}/${part}`);
    return latin1(path.join(this.#root, ...this.#levels.slice(1).map((level) => level.part), part));
  }

  #leave(depth: number): void {
    for (const { fd } of this.#levels.splice(depth)) if (fd !== undefined) fs.closeSync(fd);
  }
}

/** Docker's words for an entry that would leave the destination. */
export function outside(name: string, root: string): StatusError {
  return new StatusError(`${quote(name)} is outside of ${quote(root)}`);
}

export function latin1(text: string): Buffer {
  return Buffer.from(text, "latin1");
}

/** Throws StatusError "open /x: permission denied" for what the system says. */
export function told<T>(call: string, shown: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new StatusError(`${call} ${shown}: ${errnoText(error)}`, 1, { cause: error });
  }
}
