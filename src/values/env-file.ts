/** Files of `--env-file` and `--label-file`: a `KEY=value` a line, `#` for comments, no quoting. */
import { readFileText } from "./errno.js";
import { splitPair } from "./key-value.js";

/** Longest line that Docker's scanner accepts, in bytes, line end included. */
const LONGEST = 64 * 1024;
const BLANK_START = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const BOM = [0xef, 0xbb, 0xbf];
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(10, start);
    const end = found < 0 ? bytes.length : found;
    if (end - start >= LONGEST) throw new Error("bufio.Scanner: token too long");
    yield bytes.subarray(start, bytes[end - 1] === 13 && end > start ? end - 1 : end);
    start = end + 1;
  }
}

function decode(line: Uint8Array, number: number): string {
  try {
    const marked = number === 1 && BOM.every((byte, i) => line[i] === byte);
    return utf8.decode(marked ? line.subarray(BOM.length) : line);
  } catch {
    throw new Error(`invalid utf8 bytes at line ${number}: [${line.join(" ")}]`);
  }
}

/**
 * The `KEY=value` lines of a file. A bare `KEY` is looked up with `lookUp` and dropped where that has none.
 * Throws Error with Docker's reason, without the file's name.
 */
export function parseEnvFile(bytes: Uint8Array, lookUp: (key: string) => string | undefined): string[] {
  const found: string[] = [];
  let number = 0;
  for (const raw of linesOf(bytes)) {
    // Trailing white space belongs to the value.
    const line = decode(raw, ++number).replace(BLANK_START, "");
    if (line === "" || line[0] === "#") continue;
    const [key, value] = splitPair(line);
    if (key === "") throw new Error(`no variable name on line '${line}'`);
    if (/[ \t]/.test(key)) throw new Error(`variable '${key}' contains whitespaces`);
    const own = value === undefined ? lookUp(key) : undefined;
    if (value !== undefined) found.push(line);
    else if (own !== undefined) found.push(`${key}=${own}`);
  }
  return found;
}

/** Reads and parses one; `path` as the user wrote it. Errors about label files say "env file" too, as in Docker. */
export function readEnvFile(path: string, readFile: (path: string) => Uint8Array, lookUp: (key: string) => string | undefined): string[] {
  let bytes: Uint8Array;
  try {
    bytes = readFile(path);
  } catch (error) {
    const text = readFileText(path, error);
    // Opening a directory succeeds; then the scanner fails, and it names the file itself.
    throw new Error((error as NodeJS.ErrnoException).code === "EISDIR" ? `invalid env file (${path}): ${text}` : text);
  }
  try {
    return parseEnvFile(bytes, lookUp);
  } catch (error) {
    throw new Error(`invalid env file (${path}): ${(error as Error).message}`);
  }
}
