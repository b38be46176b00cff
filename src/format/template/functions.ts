/** The functions that Docker adds to every template: text, and JSON. */
import { builtins } from "./builtins.js";
import { CallError, type Fn, type FuncMap } from "./function.js";
import { byteLength, runeAt, sliceBytes } from "./gostring.js";
import { marshalValue } from "./marshal.js";
import { ANY, INT, STRING, STRINGS } from "./types.js";
import { isDigit, isLetter } from "./unicode.js";
import { List, type Val } from "./value.js";

/** Each character by itself, as Go maps them: those that would become several stay as they are. */
function mapRunes(s: string, map: (c: string) => string): string {
  if (/^[\x00-\x7f]*$/.test(s)) return map(s);
  return Array.from(s, (c) => {
    // An invalid byte becomes the replacement character.
    if (/\p{Cs}/u.test(c)) return "\ufffd";
    const mapped = map(c);
    return Array.from(mapped).length === 1 ? mapped : c;
  }).join("");
}

function upper(s: string): string {
  return mapRunes(s, (c) => c.toUpperCase());
}

function lower(s: string): string {
  // The dotted capital I is the one character whose small form is longer.
  return mapRunes(s.replaceAll("\u0130", "i"), (c) => c.toLowerCase());
}

const TITLE: Record<string, string> = {
  "\u01c4": "\u01c5",
  "\u01c6": "\u01c5",
  "\u01c7": "\u01c8",
  "\u01c9": "\u01c8",
  "\u01ca": "\u01cb",
  "\u01cc": "\u01cb",
  "\u01f1": "\u01f2",
  "\u01f3": "\u01f2",
};

/** Ends a word: not a letter, digit or underscore; beyond ASCII only white space. */
function isSeparator(c: string): boolean {
  if (c < "\x80") return !/[A-Za-z0-9_]/.test(c);
  const rune = c.codePointAt(0) as number;
  return !isLetter(rune) && !isDigit(rune) && /\s|\x85/.test(c);
}

function title(s: string): string {
  let out = "";
  let before = " ";
  for (const c of s) {
    out += isSeparator(before) ? (TITLE[c] ?? upper(c)) : c.replace(/\p{Cs}/u, "\ufffd");
    before = c;
  }
  return out;
}

function split(s: string, separator: string): string[] {
  if (separator !== "") return s.split(separator);
  const out: string[] = [];
  for (let i = 0; i < s.length; ) {
    const { units } = runeAt(s, i);
    out.push(s.slice(i, i + units));
    i += units;
  }
  return out;
}

function pad(s: string, before: number, after: number): string {
  if (s === "") return s;
  if (before < 0 || after < 0) throw new CallError("strings: negative Repeat count");
  return " ".repeat(before) + s + " ".repeat(after);
}

/** The first `n` bytes. */
function truncate(s: string, n: number): string {
  if (byteLength(s) < n) return s;
  if (n < 0) throw new CallError(`runtime error: slice bounds out of range [:${n}]`);
  return sliceBytes(s, 0, n);
}

function text(map: (s: string) => string): Fn {
  return { params: [STRING], call: ([s]) => map(s as string) };
}

/** For the cells of rows and for whole answers. */
export const functions: FuncMap = {
  ...builtins,
  json: { params: [ANY], call: ([v]) => marshalValue(v, false) },
  split: { params: [STRING, STRING], call: ([s, by]) => new List(STRINGS, split(s as string, by as string)) },
  join: { params: [STRINGS, STRING], call: ([list, by]) => ((list as List).items ?? []).join(by as string) },
  title: text(title),
  lower: text(lower),
  upper: text(upper),
  pad: { params: [STRING, INT, INT], call: ([s, before, after]) => pad(s as string, Number(before), Number(after)) },
  truncate: { params: [STRING, INT], call: ([s, n]) => truncate(s as string, Number(n)) },
};

const first = ([s]: Val[]): Val => s;

/** For the header row of a table: what shapes a cell leaves its header as it is. */
export const headerFunctions: FuncMap = {
  ...builtins,
  json: { params: [STRING], call: first },
  split: { params: [STRING, STRING], call: first },
  join: { params: [STRING, STRING], call: first },
  title: { params: [STRING], call: first },
  lower: { params: [STRING], call: first },
  upper: { params: [STRING], call: first },
  // The one that Docker leaves at work here.
  pad: functions.pad as Fn,
  truncate: { params: [STRING, INT], call: first },
};
