/** JSON without its blanks, byte for byte otherwise (Go's json.Compact), and Go's words for what is wrong with it. */
import { quote } from "./quote.js";

const MAX_DEPTH = 10_000;
const BLANK = /[ \t\r\n]/;

class Scanner {
  private at = 0;
  private depth = 0;
  out = "";

  /** One character a byte, as Go's scanner sees them. */
  constructor(private readonly text: string) {}

  private refuse(context: string): Error {
    const char = this.text[this.at];
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

  private nested(body: () => void): void {
    if (++this.depth > MAX_DEPTH) throw new Error("exceeded max depth");
    body();
    this.depth--;
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

  private member(): void {
    this.string();
    this.skipBlanks();
    this.take(/:/, "after object key");
    this.value();
  }

  /** Items between `[` and `]`, or members between `{` and `}`. */
  private sequence(close: string, item: () => void, context: string): void {
    this.skipBlanks();
    const closing = new RegExp(`[,\\${close}]`);
    if (this.text[this.at] === close) {
      this.take(closing, "");
      return;
    }
    do {
      item();
      this.skipBlanks();
    } while (this.take(closing, context) === ",");
  }

  private object(): void {
    this.take(/\{/, "");
    const key = () => {
      this.skipBlanks();
      if (this.text[this.at] !== '"') throw this.refuse("looking for beginning of object key string");
      this.member();
    };
    this.sequence("}", key, "after object key:value pair");
  }

  private array(): void {
    this.take(/\[/, "");
    this.sequence("]", () => this.value(), "after array element");
  }

  private value(): void {
    this.skipBlanks();
    const char = this.text[this.at] ?? "";
    if (char === "{") this.nested(() => this.object());
    else if (char === "[") this.nested(() => this.array());
    else if (char === '"') this.string();
    else if (/[-0-9]/.test(char)) this.number();
    else if (char === "t") this.word("true");
    else if (char === "f") this.word("false");
    else if (char === "n") this.word("null");
    else throw this.refuse("looking for beginning of value");
  }

  whole(): string {
    this.value();
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
