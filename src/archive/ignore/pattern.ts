/** One pattern of an ignore file, as moby's patternmatcher takes it: Go's filepath.Match, and `**` for any number of directories. */
import { isAccepted } from "./match-syntax.js";
import { re2 } from "./re2.js";

export interface Pattern {
  /** Cleaned, without the "!". */
  readonly text: string;
  readonly exception: boolean;
  /** Throws Error "syntax error in pattern" for the few that only this shows to be wrong. */
  matches(file: string): boolean;
}

const refusal = () => new Error("syntax error in pattern");

/** Throws Error for a pattern that moby refuses at once. */
export function makePattern(text: string, exception: boolean): Pattern {
  if (!isAccepted(text)) throw refusal();
  let test: ((file: string) => boolean) | undefined;
  return {
    text,
    exception,
    matches(file) {
      test ??= compile(text);
      return test(file);
    },
  };
}

type Way = "exact" | "prefix" | "suffix" | "expression";

/** Characters that mean something to an expression and nothing to a pattern. */
const ESCAPED = new Set(".+()|{}$");

/**
 * Follows moby step by step, for its quirks too: `a**` is every name that begins with "a", `**a` every one that ends in
 * it, a class is handed to the expression as it is written.
 */
function compile(text: string): (file: string) => boolean {
  const [way, expression] = translate([...text]);
  if (way === "exact") return (file) => file === text;
  if (way === "prefix") return (file) => file.startsWith(text.slice(0, -2));
  if (way === "suffix") {
    const end = text.slice(2);
    return (file) => file.endsWith(end) || (end.startsWith("/") && file === end.slice(1));
  }
  try {
    const compiled = re2(expression);
    return (file) => compiled.test(file);
  } catch {
    throw refusal();
  }
}

function translate(chars: readonly string[]): [Way, string] {
  let way: Way = "exact";
  let out = "^";
  for (let i = 0; i < chars.length; ) {
    const start = i;
    const c = chars[i++] as string;
    if (c === "*" && chars[i] === "*") {
      // `**/` is taken for `**`.
      i += chars[i + 1] === "/" ? 2 : 1;
      if (i < chars.length) {
        out += "(.*/)?";
        way = "expression";
      } else if (way === "exact") way = "prefix";
      else {
        out += ".*";
        way = "expression";
      }
      if (start === 0) way = "suffix";
    } else if (c === "*" || c === "?") {
      out += c === "*" ? "[^/]*" : "[^/]";
      way = "expression";
    } else if (ESCAPED.has(c)) out += `\\${c}`;
    else if (c === "\\") {
      out += `\\${chars[i++] ?? ""}`;
      way = "expression";
    } else {
      if (c === "[" || c === "]") way = "expression";
      out += c;
    }
  }
  return [way, `${out}$`];
}
