/** Writes a file so that readers see the old one or the new one, never a part: a temporary neighbour, then rename. */
import fs from "node:fs";
import path from "node:path";

const NEW_FILE_MODE = 0o600;
/** Of a chain of symbolic links; as many as Linux follows. */
const MAX_LINKS = 40;

/**
 * Replaces `file` (followed where it is a symbolic link, even a dangling one), keeping its mode and, where the system lets
 * us, its owner. A missing folder gets 0700. Throws the system's error; nothing is left behind then.
 * @param mode of a new file
 */
export function replaceFile(file: string, content: string | Uint8Array, mode = NEW_FILE_MODE): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const target = linkTarget(file);
  const old = fs.statSync(target, { throwIfNoEntry: false });
  const neighbour = makeNeighbour(target);
  try {
    fs.writeFileSync(neighbour.fd, content);
    if (old) keepOwnership(neighbour.fd, old);
    else if (mode !== NEW_FILE_MODE) fs.fchmodSync(neighbour.fd, mode);
    fs.fsyncSync(neighbour.fd);
    fs.closeSync(neighbour.fd);
    fs.renameSync(neighbour.path, target);
  } catch (error) {
    fs.rmSync(neighbour.path, { force: true });
    throw error;
  }
}

function linkTarget(file: string): string {
  let target = file;
  for (let hops = 0; hops < MAX_LINKS; hops++) {
    if (!fs.lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink()) return target;
    target = path.resolve(path.dirname(target), fs.readlinkSync(target));
  }
  return target;
}

function makeNeighbour(target: string): { path: string; fd: number } {
  for (;;) {
    const name = `${target}${Math.random().toString(36).slice(2, 12)}`;
    try {
      return { path: name, fd: fs.openSync(name, "wx", NEW_FILE_MODE) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function keepOwnership(fd: number, old: fs.Stats): void {
  fs.fchmodSync(fd, old.mode & 0o7777);
  try {
    fs.fchownSync(fd, old.uid, old.gid);
  } catch {
    // Only root may give files away; the file is then ours, as it is with the reference.
  }
}
