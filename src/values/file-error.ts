/** What Go says of a file that cannot be read: `open a/b: no such file or directory`. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EISDIR: "is a directory",
  ENOTDIR: "not a directory",
  ELOOP: "too many levels of symbolic links",
  ENAMETOOLONG: "file name too long",
  EMFILE: "too many open files",
  EIO: "input/output error",
};

/** `path` as the user wrote it. Opening a folder succeeds; reading it is what fails. */
export function fileErrorText(error: unknown, path: string): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return `${code === "EISDIR" ? "read" : "open"} ${path}: ${REASONS[code] ?? (error as Error).message}`;
}
