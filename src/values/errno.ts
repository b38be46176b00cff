/** System errors in Go's words: the reference prints "open /x: no such file or directory" where Node says "ENOENT: no such …, open '/x'". */

/** Where libuv's words differ from the C library's, which Go uses, or where Node gives none (failed spawns). */
const TEXT: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EEXIST: "file exists",
  EIO: "input/output error",
  EISDIR: "is a directory",
  ELOOP: "too many levels of symbolic links",
  EMFILE: "too many open files",
  ENAMETOOLONG: "file name too long",
  ENFILE: "too many open files in system",
  ENOENT: "no such file or directory",
  ENOEXEC: "exec format error",
  ENOSPC: "no space left on device",
  ENOTDIR: "not a directory",
  ENOTEMPTY: "directory not empty",
  EROFS: "read-only file system",
  EXDEV: "invalid cross-device link",
};

/** "no such file or directory"; the error's own message where the system did not raise it. */
export function errnoText(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return String(message ?? error);
  return TEXT[code] ?? /^[A-Z0-9]+: (.*?)(?:, |$)/.exec(message)?.[1] ?? message;
}

/** What Go's os.ReadFile says: a folder opens and then does not read. */
export function readFileText(file: string, error: unknown): string {
  const verb = (error as NodeJS.ErrnoException).code === "EISDIR" ? "read" : "open";
  return `${verb} ${file}: ${errnoText(error)}`;
}
