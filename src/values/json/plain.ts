/** JSON through JSON.parse where that is exact: many times faster than our own parser (tree.ts). */
import { escapeHtml } from "./encode.js";
import { isTooDeep } from "./scan.js";
import { type Json, JsonNumber, parseTree, setOwn, type TreeShape } from "./tree.js";

/** Decoded JSON of plain objects. Numbers that a double may not represent exactly keep their text. */
export type Plain = null | boolean | string | number | JsonNumber | Plain[] | PlainObject;
type PlainObject = { [key: string]: Plain };

const plainTree: TreeShape<Plain, PlainObject> = {
  object: () => ({}),
  set: setOwn,
  number: (text) => new JsonNumber(text),
};

/**
 * Does `parsed`, what JSON.parse made of the text, become the very text again? Not so with numbers such as 1.0 or of many
 * digits, with keys such as "80" or that come twice, with white space. `text` must not be nested too deep (isTooDeep).
 */
export function isExact(parsed: unknown, text: string): boolean {
  try {
    return escapeHtml(JSON.stringify(parsed)) === text.trimEnd();
  } catch (error) {
    // JSON.stringify overflows on some of the depths that Go reads.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Reads a text, its numbers exact. `parsed` is what JSON.parse made of it, where the caller has it. Throws JsonError. */
export function parsePlain(text: string, parsed?: unknown): Plain {
  // JSON.parse keeps a lone surrogate; Go replaces it.
  const quick = text.includes("\\ud") || isTooDeep(text) ? undefined : (parsed ?? tryParse(text));
  return quick !== undefined && isExact(quick, text) ? (quick as Plain) : parseTree(text, plainTree);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function plainOf(json: Json): Plain {
  if (Array.isArray(json)) return json.map(plainOf);
  if (json instanceof Map) return Object.fromEntries([...json].map(([key, value]) => [key, plainOf(value)]));
  return json;
}

/** The same as parseJson reads it. */
export function jsonOf(plain: Plain): Json {
  if (typeof plain === "number") return new JsonNumber(String(plain));
  if (plain === null || typeof plain !== "object" || plain instanceof JsonNumber) return plain;
  if (Array.isArray(plain)) return plain.map(jsonOf);
  return new Map(Object.entries(plain).map(([key, value]) => [key, jsonOf(value)]));
}
