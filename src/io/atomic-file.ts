/** Files that are seen whole or not at all: written under a name of their own, then renamed into their place. */
import fs from "node:fs";
import path from "node:path";

const PRIVATE = 0o600;
/** Symbolic links followed in a chain; as many as Linux follows. */
const MAX_LINKS = 40;
/** Bytes of a name that are kept: with the digits it stays below the 255 of most file systems. */
const NAME_LENGTH = 200;

/** A file that is still being written, under a temporary name. */
export interface PendingFile {
  readonly fd: number;
  readonly path: string;
  /** Closes it and gives it the target's name. Throws the system's error; nothing is left behind then. */
  commit(): void;
  /** Closes and removes it. Does nothing after `commit`, or the second time. */
  discard(): void;
}

export interface PendingOptions {
  /** Of the file, minus the umask; 0600 unless given. */
  mode?: number;
  /** Where it is until it is complete; must be on the same file system. The directory of the target unless given. */
  directory?: string;
  /** Prefix of its temporary name; digits follow. The target's name unless given. */
  prefix?: string;
}

/** Makes an empty file that `commit` puts at `target`, which is replaced, also where it is a symbolic link. Throws the system's error. */
export function openPending(target: string, { mode = PRIVATE, directory, prefix }: PendingOptions = {}): PendingFile {
  const start = path.join(directory ?? path.dirname(target), shortened(prefix ?? path.basename(target)));
  const { fd, name } = openNew(start, mode);
  let state: "open" | "closed" | "gone" = "open";
  const close = () => {
    if (state !== "open") return;
    state = "closed";
    fs.closeSync(fd);
  };
  const discard = () => {
    if (state === "gone") return;
    try {
      close();
    } finally {
      state = "gone";
      fs.rmSync(name, { force: true });
    }
  };
  return {
    fd,
    path: name,
    commit() {
      try {
        close();
        fs.renameSync(name, target);
        state = "gone";
      } finally {
        discard();
      }
    },
    discard,
  };
}

function shortened(name: string): string {
  let start = name;
  while (Buffer.byteLength(start) > NAME_LENGTH) start = start.slice(0, -1);
  return start;
}

function openNew(start: string, mode: number): { fd: number; name: string } {
  for (;;) {
    const name = start + Math.random().toString().slice(2, 12);
    try {
      return { name, fd: fs.openSync(name, "wx", mode) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** Writes `content` to `target` as a whole. Not synced to disk: for files that can be made again. Throws the system's error. */
export function writeWhole(target: string, content: string | Uint8Array, options?: PendingOptions): void {
  const pending = openPending(target, options);
  try {
    fs.writeFileSync(pending.fd, content);
    pending.commit();
  } finally {
    pending.discard();
  }
}

/**
 * Replaces `file` (followed where it is a symbolic link, even a dangling one), keeping its mode and, where the system lets
 * us, its owner. A missing directory gets 0700. Synced to disk. Throws the system's error; nothing is left behind then.
 * @param mode of a new file, whatever the umask
 */
export function replaceFile(file: string, content: string | Uint8Array, mode = PRIVATE): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const target = linkTarget(file);
  const old = fs.statSync(target, { throwIfNoEntry: false });
  const pending = openPending(target);
  try {
    fs.writeFileSync(pending.fd, content);
    if (old) keepOwnership(pending.fd, old);
    else if (mode !== PRIVATE) fs.fchmodSync(pending.fd, mode);
    fs.fsyncSync(pending.fd);
    pending.commit();
  } finally {
    pending.discard();
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

function keepOwnership(fd: number, old: fs.Stats): void {
  fs.fchmodSync(fd, old.mode & 0o7777);
  try {
    fs.fchownSync(fd, old.uid, old.gid);
  } catch {
    // Only root may give files away; the file is then ours, as with Docker.
  }
}
