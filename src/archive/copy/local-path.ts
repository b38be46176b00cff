/** Path rules of Go's filepath, which every rule of `cp` is made of. Paths are the client's own system's. */
import path from "node:path";

/** filepath.Clean: no trailing separator but the root's; "" is ".". */
export function clean(file: string): string {
  const normal = path.normalize(file);
  return normal === path.parse(normal).root ? normal : normal.replace(path.sep === "/" ? /\/+$/ : /[\\/]+$/, "");
}

/** filepath.Join. */
export function join(...parts: readonly string[]): string {
  const filled = parts.filter((part) => part !== "");
  return filled.length === 0 ? "" : clean(filled.join(path.sep));
}

/** filepath.Dir: what stands before the last separator, cleaned. */
export function dir(file: string): string {
  return clean(file.slice(0, lastSeparator(file) + 1));
}

/** filepath.Base: the last part; "." of nothing, the separator of a root. */
export function base(file: string): string {
  if (file === "") return ".";
  return path.basename(file) || path.sep;
}

export function lastSeparator(file: string): number {
  return Math.max(file.lastIndexOf("/"), path.sep === "\\" ? file.lastIndexOf("\\") : -1);
}

/** "/" of Windows' own paths counts, as it does for Docker: a container's path is written so everywhere. */
export function isAbsolute(file: string): boolean {
  return path.isAbsolute(file) || file.startsWith(path.sep);
}

export function endsInSeparator(file: string): boolean {
  return file !== "" && lastSeparator(file) === file.length - 1;
}

/** "a/." says: what a holds, not a. */
export function namesCurrentFolder(file: string): boolean {
  return base(file) === ".";
}

/** The user says that it is a directory. */
export function assertsDirectory(file: string): boolean {
  return endsInSeparator(file) || namesCurrentFolder(file);
}

/** Gives `cleaned` the "/" or "/." back that `original` ends in. */
export function keepEnding(cleaned: string, original: string): string {
  let kept = cleaned;
  if (!namesCurrentFolder(kept) && namesCurrentFolder(original)) kept += endsInSeparator(kept) ? "." : `${path.sep}.`;
  if (!endsInSeparator(kept) && endsInSeparator(original)) kept += path.sep;
  return kept;
}

/** Directory and last part, where "." is a part of its own: "/a/." is ["/a", "."]. */
export function splitEntry(file: string): [folder: string, base: string] {
  const cleaned = namesCurrentFolder(file) ? [clean(file), "."].join(path.sep) : clean(file);
  return [dir(cleaned), base(cleaned)];
}

/** Absolute, and with the ending that the user gave it. */
export function resolveLocal(cwd: string, file: string): string {
  return keepEnding(clean(path.isAbsolute(file) ? file : cwd + path.sep + file), file);
}
