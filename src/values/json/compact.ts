/** JSON without its blanks, byte for byte otherwise (Go's json.Compact), and Go's words for what is wrong with it. */
import { quote } from "../quote.js";

const MAX_DEPTH = 10_000;
const BLANK = /[ \t\r\n]/;

class Scanner {
  private at = 0;
  /** Closing brackets still owed, the innermost last. A stack, since Go allows more depth than calls do. */
  private readonly owed: string[] = [];
  out = "";

  /** One character a byte, as Go's scanner sees them. */
  constructor(private readonly text: string) {}

  private refuse(context: string): Error {
    // Go ends the text with a blank: inside a number, a word or an escape that is the character it trips over.
    const char = this.text[this.at] ?? (/numeric|escape|expecting/.test(context) ? " " : undefined);
    if (char === undefined) return new Error("unexpected end of JSON input");
    const shown = char === "'" ? "'\\''" : char === '"' ? "'\"'" : `'${quote(char).slice(1, -1)}'`;
    return new Error(`invalid character ${shown} ${context}`);
  }

  private skipBlanks(): void {
    while (BLANK.test(this.text[this.at] ?? "")) this.at++;
  }

  /** Takes the next character where it is one of `allowed`. */
  private take(allowed: RegExp, context: string): string {
    const char = this.text[this.at];
    if (char === undefined || !allowed.test(char)) throw this.refuse(context);
    this.at++;
    this.out += char;
    return char;
  }

  private string(): void {
    this.take(/"/, "");
    for (;;) {
      const char = this.take(/[^\0-\x1f]/, "in string literal");
      if (char === '"') return;
      if (char !== "\\") continue;
      if (this.take(/[bfnrt\\/"u]/, "in string escape code") !== "u") continue;
      for (let i = 0; i < 4; i++) this.take(/[0-9a-fA-F]/, "in \\u hexadecimal character escape");
    }
  }

  private digits(): void {
    while (/[0-9]/.test(this.text[this.at] ?? "")) this.take(/[0-9]/, "");
  }

  private number(): void {
    if (this.text[this.at] === "-") this.take(/-/, "");
    if (this.take(/[0-9]/, "in numeric literal") !== "0") this.digits();
    if (this.text[this.at] === ".") {
      this.take(/\./, "");
      this.take(/[0-9]/, "after decimal point in numeric literal");
      this.digits();
    }
    if (!/[eE]/.test(this.text[this.at] ?? "")) return;
    this.take(/[eE]/, "");
    if (/[+-]/.test(this.text[this.at] ?? "")) this.take(/[+-]/, "");
    this.take(/[0-9]/, "in exponent of numeric literal");
    this.digits();
  }

  private word(name: string): void {
    for (const char of name) {
      if (this.text[this.at] !== char) throw this.refuse(`in literal ${name} (expecting '${char}')`);
      this.at++;
    }
    this.out += name;
  }

  /** A key of an object and its colon. */
  private key(): void {
    this.skipBlanks();
    if (this.text[this.at] !== '"') throw this.refuse("looking for beginning of object key string");
    this.string();
    this.skipBlanks();
    this.take(/:/, "after object key");
  }

  /** Opens an object or array; false where it is closed at once, with nothing in it. */
  private opened(): boolean {
    const close = this.text[this.at] === "{" ? "}" : "]";
    if (this.owed.length === MAX_DEPTH) throw this.refuse("exceeded max depth");
    this.take(/[[{]/, "");
    this.skipBlanks();
    if (this.text[this.at] === close) {
      this.take(/[\]}]/, "");
      return false;
    }
    this.owed.push(close);
    if (close === "}") this.key();
    return true;
  }

  /** After a value: closes what ends here; true where another value follows. */
  private continued(): boolean {
    for (let close = this.owed.at(-1); close !== undefined; close = this.owed.at(-1)) {
      this.skipBlanks();
      const object = close === "}";
      if (this.take(object ? /[,}]/ : /[,\]]/, object ? "after object key:value pair" : "after array element") === ",") {
        if (object) this.key();
        return true;
      }
      this.owed.pop();
    }
    return false;
  }

  private scalar(char: string): void {
    if (char === '"') this.string();
    else if (/^[-0-9]$/.test(char)) this.number();
    else if (char === "t") this.word("true");
    else if (char === "f") this.word("false");
    else if (char === "n") this.word("null");
    else throw this.refuse("looking for beginning of value");
  }

  whole(): string {
    for (;;) {
      this.skipBlanks();
      const char = this.text[this.at] ?? "";
      if (char !== "{" && char !== "[") this.scalar(char);
      else if (this.opened()) continue;
      if (!this.continued()) break;
    }
    this.skipBlanks();
    if (this.at < this.text.length) throw this.refuse("after top-level value");
    return this.out;
  }
}

/** Throws with Go's text where `bytes` are not one JSON value. */
export function compactJson(bytes: Uint8Array): string {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return Buffer.from(new Scanner(source).whole(), "latin1").toString("utf8");
}
