/**
 * JSON text, token by token, by the rules of Go's encoding/json: its grammar, its limit of depth and its error texts. Decoding,
 * compacting and indenting all use this scanner. It is not recursive: no text overflows the call stack.
 */
import { quote } from "../quote.js";

/** Go refuses deeper nesting (encoding/json, maxNestingDepth). */
export const MAX_DEPTH = 10_000;

/** A text that is not JSON. The message is Go's. */
export class JsonError extends Error {
  constructor(
    message: string,
    /** Bytes read before Go gave up, the bad one among them (json.SyntaxError's Offset). */
    readonly offset: number,
    /** The text ends within a value. */
    readonly truncated = false,
  ) {
    super(message);
    this.name = "JsonError";
  }
}

/** `{ } [ ]`, a key with its colon, a scalar by its kind, or the end of the text. */
export type JsonToken = "{" | "}" | "[" | "]" | "key" | "string" | "number" | "true" | "false" | "null" | "end";

export interface ScanOptions {
  /**
   * "whole": the text is one value (json.Unmarshal). "first": the text after the value is ignored, and a
   * truncated text is an unexpected EOF (json.Decoder).
   */
  extent?: "whole" | "first";
  /** The text has one character a byte (latin1). Otherwise errors name the first UTF-8 byte of the character. */
  bytes?: boolean;
}

// Codes of characters. One constant each: constants destructured from an array are loaded again for every character.
const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const UPPER_E = 69;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const LOWER_E = 101;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** What may come next; "value?" and "key?" may also be the end of an empty array or object. */
type Expected = "value" | "value?" | "key?" | "after";

export class JsonScanner {
  /** Index of the token that `next` returned last, and the index behind it. */
  start = 0;
  end = 0;
  /** The last string or key has an escape in it. */
  escaped = false;
  private at = 0;
  private expected: Expected = "value";
  private inObject = false;
  /** Of every bracket around the current one: is it an object? */
  private readonly outer: boolean[] = [];
  private depth = 0;

  constructor(
    readonly text: string,
    readonly options: ScanOptions = {},
  ) {}

  /** The next token. Throws JsonError. */
  next(): JsonToken {
    if (this.expected === "after") {
      if (this.depth === 0) return this.finish();
      const code = this.skipSpace();
      if (code === (this.inObject ? CLOSE_BRACE : CLOSE_BRACKET)) return this.close();
      if (code !== COMMA) this.fail(this.inObject ? "after object key:value pair" : "after array element");
      this.at++;
      return this.inObject ? this.key(this.skipSpace()) : this.value(this.skipSpace());
    }
    const code = this.skipSpace();
    if (this.expected === "key?") return code === CLOSE_BRACE ? this.close() : this.key(code);
    return this.expected === "value?" && code === CLOSE_BRACKET ? this.close() : this.value(code);
  }

  private finish(): "end" {
    if (this.options.extent !== "first" && !Number.isNaN(this.skipSpace())) this.fail("after top-level value");
    return "end";
  }

  /** Goes behind the token that begins here. */
  private token<T extends JsonToken>(token: T, end: number): T {
    this.start = this.at;
    this.end = end;
    this.at = end;
    return token;
  }

  /** The code of the first character that is no white space; NaN at the end. */
  private skipSpace(): number {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== SPACE && code !== LF && code !== CR && code !== TAB) return code;
      this.at++;
    }
  }

  private value(code: number): JsonToken {
    if (code === OPEN_BRACE || code === OPEN_BRACKET) return this.open(code === OPEN_BRACE);
    this.expected = "after";
    if (code === QUOTE) return this.string("string");
    if (code === MINUS || isDigit(code)) return this.number(code);
    if (code === 116) return this.literal("true");
    if (code === 102) return this.literal("false");
    if (code === 110) return this.literal("null");
    return this.fail("looking for beginning of value");
  }

  private open(isObject: boolean): JsonToken {
    if (this.depth === MAX_DEPTH) this.fail("exceeded max depth");
    this.outer[this.depth++] = this.inObject;
    this.inObject = isObject;
    this.expected = isObject ? "key?" : "value?";
    return this.token(isObject ? "{" : "[", this.at + 1);
  }

  private close(): JsonToken {
    const token = this.inObject ? "}" : "]";
    this.inObject = this.outer[--this.depth] as boolean;
    this.expected = "after";
    return this.token(token, this.at + 1);
  }

  private key(code: number): JsonToken {
    if (code !== QUOTE) this.fail("looking for beginning of object key string");
    this.string("key");
    if (this.skipSpace() !== COLON) this.fail("after object key");
    this.at++;
    this.expected = "value";
    return "key";
  }

  private string(token: "string" | "key"): JsonToken {
    const { text } = this;
    this.escaped = false;
    for (let i = this.at + 1; ; i++) {
      const code = text.charCodeAt(i);
      if (code === QUOTE) return this.token(token, i + 1);
      if (code === BACKSLASH) {
        this.escaped = true;
        i = this.escape(i + 1);
      } else if (!(code >= SPACE)) this.fail("in string literal", i);
    }
  }

  /** Index of the last character of the escape whose letter is at `i`. */
  private escape(i: number): number {
    const { text } = this;
    const letter = text.charCodeAt(i);
    if (Number.isNaN(letter) || !ESCAPES.includes(text.charAt(i))) this.fail("in string escape code", i, true);
    if (letter !== LOWER_U) return i;
    for (let k = i + 1; k <= i + 4; k++) if (!isHex(text.charCodeAt(k))) this.fail("in \\u hexadecimal character escape", k, true);
    return i + 4;
  }

  private number(first: number): JsonToken {
    const { text } = this;
    let i = first === MINUS ? this.at + 1 : this.at;
    i = text.charCodeAt(i) === ZERO ? i + 1 : this.digits(i, "in numeric literal");
    if (text.charCodeAt(i) === DOT) i = this.digits(i + 1, "after decimal point in numeric literal");
    let code = text.charCodeAt(i);
    if (code === LOWER_E || code === UPPER_E) {
      code = text.charCodeAt(++i);
      i = this.digits(code === PLUS || code === MINUS ? i + 1 : i, "in exponent of numeric literal");
    }
    return this.token("number", i);
  }

  /** Index behind the digits that begin at `i`: at least one. */
  private digits(i: number, context: string): number {
    if (!isDigit(this.text.charCodeAt(i))) this.fail(context, i, true);
    while (isDigit(this.text.charCodeAt(i))) i++;
    return i;
  }

  private literal<T extends "true" | "false" | "null">(word: T): T {
    for (let k = 1; k < word.length; k++) {
      if (this.text.charCodeAt(this.at + k) !== word.charCodeAt(k))
        this.fail(`in literal ${word} (expecting '${word[k]}')`, this.at + k, true);
    }
    return this.token(word, this.at + word.length);
  }

  /**
   * @param tight no white space is allowed here. Go appends a space to the text, so within a number, a literal or an
   *   escape that space is the invalid character
   */
  private fail(context: string, at = this.at, tight = false): never {
    const { extent, bytes } = this.options;
    const before = bytes ? at : Buffer.byteLength(this.text.slice(0, at));
    const ended = at >= this.text.length;
    if (ended && extent === "first") throw new JsonError("unexpected EOF", before, true);
    if (ended && !tight) throw new JsonError("unexpected end of JSON input", before, true);
    const byte = ended ? SPACE : bytes ? this.text.charCodeAt(at) : (Buffer.from(this.text.slice(at, at + 2))[0] as number);
    throw new JsonError(`invalid character ${quoteByte(byte)} ${context}`, ended ? before : before + 1, ended);
  }
}

const ESCAPES = '"\\/bfnrtu';
const LOWER_U = 117;

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function isHex(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

/** A byte as Go's scanner shows it: the character of that number. */
function quoteByte(byte: number): string {
  if (byte === 39) return "'\\''";
  if (byte === QUOTE) return "'\"'";
  return `'${quote(String.fromCharCode(byte)).slice(1, -1)}'`;
}

/**
 * Is a text that JSON.parse accepted nested deeper than Go reads? Cheap for most: so many brackets need a long text.
 */
export function isTooDeep(text: string): boolean {
  if (text.length < 2 * MAX_DEPTH || !hasBrackets(text, MAX_DEPTH)) return false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = closingQuote(text, i);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > MAX_DEPTH) return true;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
  }
  return false;
}

/** Are there more opening brackets than `limit`, those within strings counted too? */
function hasBrackets(text: string, limit: number): boolean {
  let count = 0;
  for (const bracket of ["{", "["])
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) if (++count > limit) return true;
  return false;
}

/** Index of the quote that ends the string whose first one is at `from`. */
function closingQuote(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); ; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end;
  }
}
