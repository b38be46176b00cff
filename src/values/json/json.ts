/**
 * JSON as Go's encoding/json reads and writes it: numbers keep their text, the last of equal keys wins, strings are
 * escaped the way Go escapes them, and indenting changes nothing but white space.
 */

/** A number with the digits it was written with (Go's json.Number). */
export class JsonNumber {
  constructor(readonly text: string) {}
}

/** Objects are maps in the order of their text. */
export type Json = null | boolean | string | JsonNumber | Json[] | Map<string, Json>;

/** A text that is not JSON. The message is Go's. */
export class JsonError extends Error {}

/** Go refuses deeper nesting. */
const MAX_DEPTH = 10_000;

/** Reads one JSON text, white space around it allowed. Throws JsonError. */
export function parseJson(text: string): Json {
  try {
    return new Reader(text).whole();
  } catch (e) {
    if (e instanceof RangeError) throw new JsonError("exceeded max depth");
    throw e;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERALS: Record<string, [string, Json]> = { t: ["true", true], f: ["false", false], n: ["null", null] };

class Reader {
  #i = 0;
  #depth = 0;

  constructor(readonly text: string) {}

  whole(): Json {
    this.#space();
    const v = this.#value();
    this.#space();
    if (this.#i < this.text.length) this.#fail("after top-level value");
    return v;
  }

  #fail(where: string): never {
    const c = this.text.codePointAt(this.#i);
    if (c === undefined) throw new JsonError("unexpected end of JSON input");
    const shown =
      c === 39
        ? "'\\''"
        : c === 34
          ? "'\"'"
          : c < 32
            ? JSON.stringify(String.fromCharCode(c)).replaceAll('"', "'")
            : `'${String.fromCodePoint(c)}'`;
    throw new JsonError(`invalid character ${shown} ${where}`);
  }

  #space(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.#i);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return;
      this.#i++;
    }
  }

  #value(): Json {
    const c = this.text[this.#i];
    if (c === '"') return this.#string();
    if (c === "{" || c === "[") {
      if (++this.#depth > MAX_DEPTH) throw new JsonError("exceeded max depth");
      this.#i++;
      const v = c === "{" ? this.#object() : this.#array();
      this.#depth--;
      return v;
    }
    const literal = c === undefined ? undefined : LITERALS[c];
    if (literal !== undefined) return this.#literal(literal);
    NUMBER.lastIndex = this.#i;
    const number = NUMBER.exec(this.text);
    if (number === null) {
      if (c === "-") {
        this.#i++;
        this.#fail("in numeric literal");
      }
      this.#fail("looking for beginning of value");
    }
    this.#i += number[0].length;
    return new JsonNumber(number[0]);
  }

  #literal([word, value]: [string, Json]): Json {
    for (const expected of word) {
      if (this.text[this.#i] !== expected) this.#fail(`in literal ${word} (expecting '${expected}')`);
      this.#i++;
    }
    return value;
  }

  #array(): Json[] {
    const items: Json[] = [];
    this.#space();
    if (this.text[this.#i] === "]") {
      this.#i++;
      return items;
    }
    for (;;) {
      this.#space();
      items.push(this.#value());
      this.#space();
      const c = this.text[this.#i];
      if (c !== "," && c !== "]") this.#fail("after array element");
      this.#i++;
      if (c === "]") return items;
    }
  }

  #object(): Map<string, Json> {
    const entries = new Map<string, Json>();
    this.#space();
    if (this.text[this.#i] === "}") {
      this.#i++;
      return entries;
    }
    for (;;) {
      this.#space();
      if (this.text[this.#i] !== '"') this.#fail("looking for beginning of object key string");
      const key = this.#string();
      this.#space();
      if (this.text[this.#i] !== ":") this.#fail("after object key");
      this.#i++;
      this.#space();
      entries.set(key, this.#value());
      this.#space();
      const c = this.text[this.#i];
      if (c !== "," && c !== "}") this.#fail("after object key:value pair");
      this.#i++;
      if (c === "}") return entries;
    }
  }

  #string(): string {
    const start = this.#i++;
    let escaped = false;
    for (;;) {
      const c = this.text.charCodeAt(this.#i);
      if (c === 34) break;
      if (Number.isNaN(c) || c < 32) this.#fail("in string literal");
      if (c !== 92) {
        this.#i++;
        continue;
      }
      escaped = true;
      this.#i++;
      this.#escape();
    }
    const raw = this.text.slice(start, ++this.#i);
    // Half a surrogate pair stands for no character.
    return escaped ? (JSON.parse(raw) as string).replace(/\p{Cs}/gu, "\ufffd") : raw.slice(1, -1);
  }

  #escape(): void {
    const e = this.text[this.#i];
    if (e === undefined || !'"\\/bfnrtu'.includes(e)) this.#fail("in string escape code");
    this.#i++;
    for (let k = 0; e === "u" && k < 4; k++, this.#i++) {
      if (!/[0-9a-fA-F]/.test(this.text[this.#i] ?? "")) this.#fail("in \\u hexadecimal character escape");
    }
  }
}

const SHORT: Record<string, string> = { '"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

export function escapeUnit(c: string): string {
  return SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Anything that may need an escape. */
const UNUSUAL = /["\\\x00-\x1f<>&\u2028\u2029\ud800-\udfff]/;

/** A string in quotes. `escapeHtml` also escapes < > & (what Go does unless told not to). */
export function quoteJson(s: string, escapeHtml: boolean): string {
  const special = escapeHtml ? /["\\\x00-\x1f<>&\u2028\u2029]/g : /["\\\x00-\x1f\u2028\u2029]/g;
  if (!UNUSUAL.test(s)) return `"${s}"`;
  // A byte that is no character (a lone surrogate here) is written as an escape.
  return `"${s.replace(special, escapeUnit).replace(/\p{Cs}/gu, "\\ufffd")}"`;
}

/**
 * A plain value as Go marshals a map, slice or basic value: no white space, the keys of objects sorted.
 * Undefined and null are null; numbers are written as JavaScript does, which is how Go writes a float64.
 */
export function marshal(value: unknown, escapeHtml = true): string {
  if (typeof value === "string") return quoteJson(value, escapeHtml);
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (value === null || typeof value !== "object") return "null";
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map((v) => marshal(v, escapeHtml)).join(",")}]`;
  const entries = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value);
  return marshalEntries(entries, (v) => marshal(v, escapeHtml), escapeHtml);
}

/** An object of these members, sorted by key. */
export function marshalEntries<V>(entries: (readonly [string, V])[], each: (v: V) => string, escapeHtml: boolean): string {
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${sorted.map(([k, v]) => `${quoteJson(k, escapeHtml)}:${each(v)}`).join(",")}}`;
}
