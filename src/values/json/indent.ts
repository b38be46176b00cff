/** JSON with each element on a line of its own. */
import { layOut } from "./compact.js";
import { escapeHtml } from "./encode.js";
import { isExact } from "./plain.js";

/**
 * The text as Go's json.Indent lays it out: `{}` and `[]` stay closed, strings and numbers are left as they are.
 * `prefix` begins every line but the first. Throws JsonError.
 */
export function indentJson(text: string, indent = "    ", prefix = ""): string {
  const newlines = [`\n${prefix}`];
  const newline = (depth: number): string => {
    newlines[depth] ??= newline(depth - 1) + indent;
    return newlines[depth] as string;
  };
  return layOut(text, newline, ": ");
}

/**
 * indentJson(text, …) through JSON.stringify, many times faster, where that gives the same: `parsed`, what JSON.parse
 * made of the text, must be exact. Undefined where it is not.
 */
export function indentParsed(parsed: unknown, text: string, indent: string, prefix: string): string | undefined {
  if (!isExact(parsed, text)) return undefined;
  return escapeHtml(JSON.stringify(parsed, null, indent)).replaceAll("\n", `\n${prefix}`);
}
