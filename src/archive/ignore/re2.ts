/** Expressions of Go's regexp (RE2, Perl's flags) as JavaScript's: what the patterns of ignore files become on their way. */

const POSIX: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\x00-\\x7f",
  blank: "\\t ",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`\\{-~",
  space: "\\t-\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};
/** Perl's classes as the inside of brackets: ASCII only, and \s without the vertical tab. */
const PERL: Readonly<Record<string, string>> = {
  d: "0-9",
  D: "\\x00-\\/:-\\u{10ffff}",
  s: "\\t\\n\\f\\r ",
  S: "\\x00-\\x08\\x0b\\x0e-\\x1f!-\\u{10ffff}",
  w: "0-9A-Za-z_",
  W: "\\x00-\\/:-@\\[-^`\\{-\\u{10ffff}",
};
const CONTROL: Readonly<Record<string, string>> = { a: "\\x07", f: "\\f", n: "\\n", r: "\\r", t: "\\t", v: "\\v" };
const ANCHOR: Readonly<Record<string, string>> = { A: "^", z: "$", b: "\\b", B: "\\B" };

/** One character that stands for itself, within brackets or not. */
const literal = (c: string) => (/^[\^$\\.*+?()[\]{}|/-]$/.test(c) ? `\\x${c.charCodeAt(0).toString(16)}` : c);

/** What `\c` matches where it is one character. Throws for what RE2 refuses, and for \Q, \p, \x and octal, which nobody has met. */
function escapedCharacter(c: string | undefined): string {
  if (c === undefined || /[^\0-\x7f]/.test(c)) throw new Error("bad escape");
  if (!/[0-9A-Za-z]/.test(c)) return literal(c);
  const control = CONTROL[c];
  if (control === undefined) throw new Error("bad escape");
  return control;
}

/** Brackets, from behind the "[" at `at`; gives what stands for them and where they end. */
function brackets(chars: readonly string[], at: number): [text: string, next: number] {
  let i = at;
  let out = "[";
  if (chars[i] === "^") {
    out += "^";
    i++;
  }
  const one = (): string => {
    const c = chars[i++] as string;
    return c === "\\" ? escapedCharacter(chars[i++]) : literal(c);
  };
  for (let first = true; first || chars[i] !== "]"; first = false) {
    if (i >= chars.length) throw new Error("missing ]");
    const named = /^\[:(\^?)(\w+):\]/.exec(chars.slice(i, i + 12).join(""));
    const perl = chars[i] === "\\" ? PERL[chars[i + 1] ?? ""] : undefined;
    if (named) {
      const set = POSIX[named[2] as string];
      if (set === undefined || named[1]) throw new Error("bad class");
      out += set;
      i += named[0].length;
    } else if (perl !== undefined) {
      out += perl;
      i += 2;
    } else {
      out += one();
      if (chars[i] === "-" && chars[i + 1] !== "]" && i + 1 < chars.length) {
        i++;
        out += `-${one()}`;
      }
    }
  }
  return [`${out}]`, i + 1];
}

/** Throws Error where RE2 would refuse it. */
export function re2(source: string): RegExp {
  const chars = [...source];
  let out = "";
  for (let i = 0; i < chars.length; ) {
    const c = chars[i++] as string;
    if (c === "[") {
      const [text, next] = brackets(chars, i);
      out += text;
      i = next;
    } else if (c === "\\") {
      const next = chars[i++];
      const set = PERL[next ?? ""];
      out += set ? `[${set}]` : (ANCHOR[next ?? ""] ?? escapedCharacter(next));
    } else if (c === ".") out += "[^\\n]";
    else out += /[\]{}]/.test(c) ? literal(c) : c;
  }
  return new RegExp(out, "u");
}
