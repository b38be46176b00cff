/** The lexer of Go's text/template: items on demand, each with its place and the line it starts on. */

import { quote } from "../../values/quote.js";
import { type Item, type ItemType, KEYWORDS, type Keyword } from "./item.js";
import { isAlphaNumeric, unicodeForm } from "./unicode.js";

const EOF = -1;
const SPACE = /[ \t\r\n]/;

export class Lexer {
  #input: string;
  #pos = 0;
  #start = 0;
  #line = 1;
  #startLine = 1;
  #parens = 0;
  #inside = false;

  constructor(input: string) {
    this.#input = input;
  }

  /** The next item. After an error or the end it is the end forever. */
  next(): Item {
    return this.#inside ? this.#action() : this.#text();
  }

  #peek(): number {
    return this.#input.codePointAt(this.#pos) ?? EOF;
  }

  #read(): number {
    const r = this.#peek();
    if (r === EOF) return r;
    this.#pos += r > 0xffff ? 2 : 1;
    if (r === 10) this.#line++;
    return r;
  }

  #emit(type: ItemType): Item {
    const item = { type, pos: this.#start, val: this.#input.slice(this.#start, this.#pos), line: this.#startLine };
    this.#start = this.#pos;
    this.#startLine = this.#line;
    return item;
  }

  #error(val: string): Item {
    const item: Item = { type: "error", pos: this.#start, val, line: this.#startLine };
    this.#start = 0;
    this.#pos = 0;
    this.#input = "";
    return item;
  }

  /** Skips to `to`; lines in what is skipped since the last item count. */
  #skipTo(to: number): void {
    this.#pos = to;
    this.#countLines();
    this.#start = to;
    this.#startLine = this.#line;
  }

  #countLines(): void {
    for (let i = this.#input.indexOf("\n", this.#start); i >= 0 && i < this.#pos; i = this.#input.indexOf("\n", i + 1)) this.#line++;
  }

  #isSpaceAt(i: number): boolean {
    return i < this.#input.length && SPACE.test(this.#input[i] as string);
  }

  /** End of the white space that begins at `i`. */
  #spaceEnd(i: number): number {
    let end = i;
    while (this.#isSpaceAt(end)) end++;
    return end;
  }

  /** `- ` after a left delimiter. */
  #leftTrim(i: number): boolean {
    return this.#input[i] === "-" && this.#isSpaceAt(i + 1);
  }

  /** ` -}}` here: trims; `}}` here: ends; else undefined. */
  #atRight(i: number): "trim" | "end" | undefined {
    if (this.#isSpaceAt(i) && this.#input[i + 1] === "-" && this.#input.startsWith("}}", i + 2)) return "trim";
    return this.#input.startsWith("}}", i) ? "end" : undefined;
  }

  /** Outside of actions; comments are passed over. */
  #text(): Item {
    for (;;) {
      const at = this.#input.indexOf("{{", this.#pos);
      if (at < 0) {
        const end = this.#input.length;
        const some = end > this.#pos;
        this.#pos = end;
        if (!some) return { type: "eof", pos: end, val: "EOF", line: this.#startLine };
        this.#countLines();
        return this.#emit("text");
      }
      if (at > this.#pos) {
        let end = at;
        if (this.#leftTrim(at + 2)) while (end > this.#pos && this.#isSpaceAt(end - 1)) end--;
        this.#pos = end;
        this.#countLines();
        const item = this.#emit("text");
        this.#skipTo(at);
        if (item.val !== "") return item;
      }
      const marker = this.#leftTrim(at + 2) ? 2 : 0;
      if (!this.#input.startsWith("/*", at + 2 + marker)) {
        this.#pos = at + 2;
        const item = this.#emit("left");
        this.#inside = true;
        this.#skipTo(at + 2 + marker);
        this.#parens = 0;
        return item;
      }
      this.#skipTo(at + 2 + marker);
      const failed = this.#comment();
      if (failed !== undefined) return failed;
    }
  }

  #comment(): Item | undefined {
    const close = this.#input.indexOf("*/", this.#pos + 2);
    if (close < 0) return this.#error("unclosed comment");
    this.#pos = close + 2;
    const right = this.#atRight(this.#pos);
    if (right === undefined) return this.#error("comment ends before closing delimiter");
    this.#countLines();
    this.#emit("text");
    this.#skipTo(right === "trim" ? this.#spaceEnd(this.#pos + 4) : this.#pos + 2);
    return undefined;
  }

  #right(): Item {
    const trim = this.#atRight(this.#pos) === "trim";
    if (trim) this.#skipTo(this.#pos + 2);
    this.#pos += 2;
    const item = this.#emit("right");
    if (trim) this.#skipTo(this.#spaceEnd(this.#pos));
    this.#inside = false;
    return item;
  }

  #action(): Item {
    if (this.#atRight(this.#pos) !== undefined) return this.#parens === 0 ? this.#right() : this.#error("unclosed left paren");
    if (this.#isSpaceAt(this.#pos)) return this.#space();
    const r = this.#read();
    switch (r) {
      case EOF:
        return this.#error("unclosed action");
      case 0x3d:
        return this.#emit("assign");
      case 0x3a:
        return this.#read() === 0x3d ? this.#emit("declare") : this.#error("expected :=");
      case 0x7c:
        return this.#emit("pipe");
      case 0x22:
        return this.#quoted('"', "unterminated quoted string", "string");
      case 0x27:
        return this.#quoted("'", "unterminated character constant", "rune");
      case 0x60:
        return this.#rawQuoted();
      case 0x24:
        return this.#name("variable", "variable");
      case 0x2b:
      case 0x2d:
        return this.#number();
      case 0x2e: {
        const digit = this.#peek();
        // At the very end of the text Go takes the dot for a number.
        return digit !== EOF && (digit < 0x30 || digit > 0x39) ? this.#name("field", ".") : this.#number();
      }
      case 0x28:
        this.#parens++;
        return this.#emit("(");
      case 0x29:
        return --this.#parens < 0 ? this.#error("unexpected right paren") : this.#emit(")");
    }
    if (r >= 0x30 && r <= 0x39) return this.#number();
    if (isAlphaNumeric(r)) return this.#identifier();
    return r >= 0x20 && r < 0x7f ? this.#emit("char") : this.#error(`unrecognized character in action: ${unicodeForm(r)}`);
  }

  /** A run of spaces; the last one may belong to ` -}}`. */
  #space(): Item {
    let end = this.#spaceEnd(this.#pos);
    if (this.#atRight(end - 1) === "trim") end--;
    this.#pos = end;
    this.#countLines();
    return this.#emit("space");
  }

  #identifier(): Item {
    while (isAlphaNumeric(this.#peek())) this.#read();
    if (!this.#atTerminator()) return this.#badCharacter();
    const word = this.#input.slice(this.#start, this.#pos);
    if (KEYWORDS.has(word)) return this.#emit(word as Keyword);
    return this.#emit(word === "true" || word === "false" ? "bool" : "identifier");
  }

  /** What follows `.` or `$`; `bare` is the item when nothing does. */
  #name(type: ItemType, bare: ItemType): Item {
    if (this.#atTerminator()) return this.#emit(bare);
    while (isAlphaNumeric(this.#peek())) this.#read();
    return this.#atTerminator() ? this.#emit(type) : this.#badCharacter();
  }

  #badCharacter(): Item {
    return this.#error(`bad character ${unicodeForm(this.#peek())}`);
  }

  #atTerminator(): boolean {
    const r = this.#peek();
    if (r === EOF) return true;
    return " \t\r\n.,|:)(".includes(String.fromCodePoint(r)) || this.#input.startsWith("}}", this.#pos);
  }

  #quoted(q: string, unterminated: string, type: ItemType): Item {
    for (;;) {
      let r = this.#read();
      if (r === 0x5c) {
        r = this.#read();
        if (r !== EOF && r !== 10) continue;
      }
      if (r === EOF || r === 10) return this.#error(unterminated);
      if (r === q.charCodeAt(0)) return this.#emit(type);
    }
  }

  #rawQuoted(): Item {
    const close = this.#input.indexOf("`", this.#pos);
    if (close < 0) return this.#error("unterminated raw quoted string");
    this.#pos = close + 1;
    this.#countLines();
    return this.#emit("raw");
  }

  #number(): Item {
    this.#pos = this.#start;
    let ok = this.#scanNumber();
    const sign = this.#peek();
    const pair = ok && (sign === 0x2b || sign === 0x2d);
    if (pair) ok = this.#scanNumber() && this.#input[this.#pos - 1] === "i";
    if (!ok) return this.#error(`bad number syntax: ${quote(this.#input.slice(this.#start, this.#pos))}`);
    return this.#emit(pair ? "complex" : "number");
  }

  /** Takes what may be a number; false when a letter or digit follows that cannot belong to it. */
  #scanNumber(): boolean {
    this.#accept("+-");
    let digits = "0123456789_";
    if (this.#accept("0")) {
      if (this.#accept("xX")) digits = "0123456789abcdefABCDEF_";
      else if (this.#accept("oO")) digits = "01234567_";
      else if (this.#accept("bB")) digits = "01_";
    }
    this.#acceptRun(digits);
    if (this.#accept(".")) this.#acceptRun(digits);
    const exponent = digits.length === 11 ? "eE" : digits.length === 23 ? "pP" : "";
    if (exponent !== "" && this.#accept(exponent)) {
      this.#accept("+-");
      this.#acceptRun("0123456789_");
    }
    this.#accept("i");
    if (!isAlphaNumeric(this.#peek())) return true;
    this.#read();
    return false;
  }

  #accept(valid: string): boolean {
    const c = this.#input[this.#pos];
    if (c === undefined || !valid.includes(c)) return false;
    this.#pos++;
    return true;
  }

  #acceptRun(valid: string): void {
    while (this.#accept(valid));
  }
}
