/** The check that moby makes of a pattern before it is used: does Go's filepath.Match, asked about ".", find an error? */
import { re2 } from "./re2.js";

/** Escapes whole, brackets closed and not empty, their ranges with two ends. */
const ITEM = "(?:\\\\.|[^-\\]\\\\])";
const WELL_FORMED = new RegExp(`^(?:\\\\.|[^\\\\[]|\\[\\^?(?:${ITEM}(?:-${ITEM})?)+\\])*$`, "su");

/** Match stops at the first part (between stars) that does not fit, and sees no errors behind it: so few are found. */
export function isAccepted(text: string): boolean {
  const [first, rest] = nextPart(text);
  if (!WELL_FORMED.test(first)) return false;
  return !isDot(first) || WELL_FORMED.test(nextPart(rest)[0]);
}

/** What stands between stars, and what follows it. A star in brackets is none. */
function nextPart(text: string): [part: string, rest: string] {
  const from = text.search(/[^*]|$/);
  let inBrackets = false;
  let i = from;
  for (; i < text.length; i++) {
    const c = text[i];
    if (c === "\\" && i + 1 < text.length) i++;
    else if (c === "[") inBrackets = true;
    else if (c === "]") inBrackets = false;
    else if (c === "*" && !inBrackets) break;
  }
  return [text.slice(from, i), text.slice(i)];
}

/** Does the part fit "." and nothing more? */
function isDot(part: string): boolean {
  if (part === "." || part === "?" || part === "\\.") return true;
  if (!part.startsWith("[")) return false;
  try {
    return re2(`^${part}$`).test(".");
  } catch {
    return false;
  }
}
