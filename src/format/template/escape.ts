/** html, js and urlquery: what their characters become. */

import { isPrint } from "../../values/quote.js";
import { encode, runeAt } from "./gostring.js";

const HTML: Record<string, string> = { '"': "&#34;", "'": "&#39;", "&": "&amp;", "<": "&lt;", ">": "&gt;", "\0": "\ufffd" };

export function escapeHtml(s: string): string {
  return s.replace(/["'&<>\0]/g, (c) => HTML[c] as string);
}

const JS: Record<string, string> = {
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "<": "\\u003C",
  ">": "\\u003E",
  "&": "\\u0026",
  "=": "\\u003D",
};

function hex4(n: number): string {
  return n.toString(16).toUpperCase().padStart(4, "0");
}

export function escapeJs(s: string): string {
  let out = "";
  for (let i = 0; i < s.length; ) {
    const { rune, units, bytes } = runeAt(s, i);
    const c = s.slice(i, i + units);
    i += units;
    const mapped = JS[c];
    if (mapped !== undefined) out += mapped;
    else if (rune < 0x20) out += `\\u${hex4(rune)}`;
    else if (rune < 0x80 || isPrint(rune)) out += c;
    else out += bytes === 1 ? "\ufffd" : `\\u${hex4(rune)}`;
  }
  return out;
}

/** Query escaping: letters, digits and `-_.~` stay, a space becomes a plus. */
export function escapeQuery(s: string): string {
  let out = "";
  for (const b of encode(s)) {
    const c = String.fromCharCode(b);
    if (/[A-Za-z0-9\-_.~]/.test(c)) out += c;
    else out += b === 0x20 ? "+" : `%${b.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return out;
}
