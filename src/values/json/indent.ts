/** JSON text with more white space or less, all else as it is. */
import { escapedAsGo, isExact } from "./plain.js";

/**
 * The text with each element on a line of its own, as Go's json.Indent: `{}` and `[]` stay closed, strings and numbers
 * are left as they are. `prefix` begins every line but the first. The text must be JSON.
 */
export function indentJson(text: string, indent = "    ", prefix = ""): string {
  const newlines = [`\n${prefix}`];
  const newline = (depth: number): string => {
    newlines[depth] ??= newline(depth - 1) + indent;
    return newlines[depth] as string;
  };
  let out = "";
  let depth = 0;
  // An opening bracket waits: what follows may close it at once.
  let opened = false;
  let i = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === SPACE || code === TAB || code === LF || code === CR) {
      i++;
      continue;
    }
    if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth--;
      out += opened ? text[i] : newline(depth) + text[i];
      opened = false;
      i++;
      continue;
    }
    if (opened) out += newline(depth);
    opened = false;
    if (code === COMMA) {
      out += `,${newline(depth)}`;
      i++;
    } else if (code === COLON) {
      out += ": ";
      i++;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      out += text[i];
      depth++;
      opened = true;
      i++;
    } else {
      const end = code === QUOTE ? endOfString(text, i) : endOfWord(text, i);
      out += text.slice(i, end);
      i = end;
    }
  }
  return out;
}

/**
 * indentJson(text, …) by the platform's own means, many times as quick, where that comes to the same: `parsed`, what JSON.parse
 * made of the text, must be exact. Undefined where it is not.
 */
export function indentParsed(parsed: unknown, text: string, indent: string, prefix: string): string | undefined {
  if (!isExact(parsed, text)) return undefined;
  return escapedAsGo(JSON.stringify(parsed, null, indent)).replaceAll("\n", `\n${prefix}`);
}

const [TAB, LF, CR, SPACE, QUOTE, COMMA, COLON, BACKSLASH] = [9, 10, 13, 32, 34, 44, 58, 92];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [91, 93, 123, 125];

/** Index behind the string that begins at `from`. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end + 1;
  }
  return text.length;
}

/** Index behind the number, `true`, `false` or `null` that begins at `from`. */
function endOfWord(text: string, from: number): number {
  let end = from + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET || code <= SPACE || code === COLON) break;
    end++;
  }
  return end;
}

/** The text without white space between its tokens (json.Compact). */
export function compactJson(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/gs, "$1");
}
