/** JSON as Go's encoder writes it: characters with a meaning in HTML are escaped, and so are U+2028 and U+2029. */
import { compareBytes } from "../utf8.js";
import { JsonNumber } from "./tree.js";

const HTML = /[<>&\u2028\u2029]/g;
const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function escapeUnit(unit: string): string {
  return SHORT[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** JSON text with the escapes that Go's encoder adds (json.HTMLEscape). All of them stand in strings only. */
export function escapeHtml(json: string): string {
  return json.search(HTML) < 0 ? json : json.replace(HTML, escapeUnit);
}

/** Anything that may need an escape. */
const UNUSUAL = /["\\\x00-\x1f<>&\u2028\u2029\ud800-\udfff]/;

/** A string in quotes. `html: false` leaves < > & as they are (json.Encoder's SetEscapeHTML). */
export function quoteJson(text: string, html = true): string {
  if (!UNUSUAL.test(text)) return `"${text}"`;
  const special = html ? /["\\\x00-\x1f<>&\u2028\u2029]/g : /["\\\x00-\x1f\u2028\u2029]/g;
  // A stray byte (a lone surrogate here) is written as an escape.
  return `"${text.replace(special, escapeUnit).replace(/\p{Cs}/gu, "\\ufffd")}"`;
}

/**
 * A plain value in the order of its fields (a Go struct): those that are undefined are left out, bigints are written as digits.
 * @param indent of each level; without one there is no white space
 */
export function encodeJson(value: unknown, indent?: string): string {
  const json = hasBigint(value) ? exactText(value) : (JSON.stringify(value, null, indent) ?? "null");
  return escapeHtml(json.includes("\\ud") ? json.replace(LONE, (found, lone) => (lone === undefined ? found : "\\ufffd")) : json);
}

/** JSON.stringify writes a pair of surrogates as it is, so an escaped one is a lone surrogate. */
const LONE = /\\(?:(ud[89a-f][0-9a-f]{2})|.)/g;

function hasBigint(value: unknown): boolean {
  if (typeof value === "bigint") return true;
  if (typeof value !== "object" || value === null) return false;
  for (const key in value) if (hasBigint((value as Record<string, unknown>)[key])) return true;
  return false;
}

/** JSON.stringify with bigints, which it refuses. */
function exactText(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return `[${value.map((item) => exactText(item ?? null)).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${exactText(field)}`).join(",")}}`;
}

/**
 * A plain value as Go marshals a map, slice or basic value: no white space, the keys of objects sorted.
 * Undefined and null are null; numbers are written as JavaScript does, which is how Go writes a float64.
 */
export function marshal(value: unknown, html = true): string {
  if (typeof value === "string") return quoteJson(value, html);
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (value === null || typeof value !== "object") return "null";
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map((item) => marshal(item, html)).join(",")}]`;
  const entries = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value);
  return marshalEntries(entries, (item) => marshal(item, html), html);
}

/** An object of these members, sorted by key. */
export function marshalEntries<V>(entries: (readonly [string, V])[], each: (value: V) => string, html: boolean): string {
  const sorted = entries.sort(([a], [b]) => compareBytes(a, b));
  return `{${sorted.map(([key, value]) => `${quoteJson(key, html)}:${each(value)}`).join(",")}}`;
}
