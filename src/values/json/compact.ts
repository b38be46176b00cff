/** JSON text with other white space between its tokens, all else byte for byte as it is. */
import { isUtf8 } from "node:buffer";
import { JsonScanner, type ScanOptions } from "./scan.js";

/** The text without white space between its tokens (json.Compact). Throws JsonError. */
export function compactJson(source: string | Uint8Array): string {
  if (typeof source === "string") return layOut(source, () => "", ":");
  const buffer = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  if (isUtf8(buffer)) return layOut(buffer.toString("utf8"), () => "", ":");
  return Buffer.from(
    layOut(buffer.toString("latin1"), () => "", ":", { bytes: true }),
    "latin1",
  ).toString("utf8");
}

/**
 * The tokens of `text` with `newline(depth)` before each element and closing bracket, and `colon` behind each key. Empty
 * arrays and objects stay closed. Throws JsonError.
 */
export function layOut(text: string, newline: (depth: number) => string, colon: string, options?: ScanOptions): string {
  const scanner = new JsonScanner(text, options);
  let out = "";
  let depth = 0;
  let before: "opened" | "key" | "value" | "start" = "start";
  for (let token = scanner.next(); token !== "end"; token = scanner.next()) {
    const closes = token === "}" || token === "]";
    if (closes) depth--;
    if (before === "value") out += closes ? newline(depth) : `,${newline(depth)}`;
    else if (before === "opened" && !closes) out += newline(depth);
    out += text.slice(scanner.start, scanner.end);
    if (token === "key") {
      out += colon;
      before = "key";
    } else if (token === "{" || token === "[") {
      depth++;
      before = "opened";
    } else before = "value";
  }
  return out;
}
