/** Reads a .dockerignore: one pattern a line, as moby's ignorefile package reads it. */
import path from "node:path";

/** Unicode's White_Space, which is what Go trims. */
const BLANKS = "[\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const AROUND = new RegExp(`^${BLANKS}|${BLANKS}$`, "g");
const BOM = "\ufeff";
/** Bytes of a line that Go's scanner still takes, its end not counted. */
const LONGEST_LINE = 65_535;

export function trimBlanks(text: string): string {
  return text.replace(AROUND, "");
}

/** filepath.Clean: no doubled or trailing slashes, no `.`, no `..` that can be resolved; "" is ".". */
export function cleanPath(text: string): string {
  const normal = path.posix.normalize(text);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}

/** Blanks off, cleaned, a leading slash off: patterns are below the context whatever they look like. */
function patternOf(line: string): string {
  const exception = line.startsWith("!");
  const text = exception ? trimBlanks(line.slice(1)) : line;
  const clean = text === "" ? "" : cleanPath(text);
  const relative = clean.length > 1 && clean.startsWith("/") ? clean.slice(1) : clean;
  return exception ? `!${relative}` : relative;
}

/**
 * The patterns, "!" in front of exceptions. A line that begins with "#" is a comment (one that begins with a blank is none).
 * Throws Error with Docker's text.
 */
export function parseIgnoreFile(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
  const lines = (text.startsWith(BOM) ? text.slice(BOM.length) : text).split("\n");
  if (lines.some((line) => Buffer.byteLength(line) > LONGEST_LINE)) throw new Error("bufio.Scanner: token too long");
  return lines
    .filter((line) => !line.startsWith("#"))
    .map(trimBlanks)
    .filter((line) => line !== "")
    .map(patternOf);
}
