/** Symbolic links of the client's own file system, followed with Docker's words where they lead nowhere. */
import fs from "node:fs";
import path from "node:path";
import { UserError } from "../../errors.js";
import { errnoText } from "../../values/errno.js";
import { clean } from "./local-path.js";

/** As many as Go follows. */
const MAX_LINKS = 255;

/** Runs a system call on `file`. Throws UserError "lstat FILE: no such file or directory". */
export function told<T>(call: string, file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UserError(`${call} ${file}: ${errnoText(error)}`, { cause: error });
  }
}

export function lstat(file: string): fs.Stats {
  return told("lstat", file, () => fs.lstatSync(file));
}

/** filepath.EvalSymlinks of an absolute path: no part of what comes back is a link. Throws UserError. */
export function followLinks(file: string): string {
  const { root } = path.parse(file);
  let left = file.slice(root.length).split(path.sep);
  let done = root;
  for (let hops = 0; left.length > 0; ) {
    const part = left.shift() as string;
    if (part === "" || part === ".") continue;
    if (part === "..") {
      done = path.dirname(done);
      continue;
    }
    const next = path.join(done, part);
    const stat = lstat(next);
    if (stat.isSymbolicLink()) {
      if (++hops > MAX_LINKS) throw new UserError("EvalSymlinks: too many links");
      const target = told("readlink", next, () => fs.readlinkSync(next));
      if (path.isAbsolute(target)) done = path.parse(target).root;
      left = [...target.split(path.sep), ...left];
    } else {
      if (!stat.isDirectory() && left.length > 0) throw new UserError("not a directory");
      done = next;
    }
  }
  return clean(done);
}
