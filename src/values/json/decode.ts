/**
 * JSON with the error texts of the reference's decoder (Go's encoding/json), which its users see when they break a file.
 * JSON.parse does the work; the scanner below runs only when it fails, to say where and why in those words.
 */

const SPACE = new Set([" ", "\t", "\r", "\n"]);
const TRUNCATED = { first: "unexpected EOF", only: "unexpected end of JSON input" };

/**
 * The value that `bytes` hold. "first" reads one value and ignores what follows it (a stream decoder; undefined where
 * there is none), "only" wants nothing else (a whole file). Throws an Error with the decoder's text.
 */
export function decodeJson(bytes: Uint8Array, mode: "first" | "only"): unknown {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    // Errors name bytes, not characters: one character a byte.
    const scan = new Scan(buffer.toString("latin1"), mode);
    const end = scan.document();
    return end === 0 ? undefined : JSON.parse(buffer.subarray(0, end).toString("utf8"));
  }
}

/** One byte as the decoder quotes it in errors. */
function quoted(c: string): string {
  if (c === "'") return "'\\''";
  if (c === '"') return "'\"'";
  const named: Record<string, string> = {
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
    "\v": "\\v",
    "\x07": "\\a",
  };
  const code = c.charCodeAt(0);
  if (named[c]) return `'${named[c]}'`;
  if (code < 0x20 || code === 0x7f) return `'\\x${code.toString(16).padStart(2, "0")}'`;
  if ((code >= 0x80 && code <= 0xa0) || code === 0xad) return `'\\u${code.toString(16).padStart(4, "0")}'`;
  return `'${c}'`;
}

class Scan {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly mode: "first" | "only",
  ) {}

  /** Where the value ends; 0 where "first" finds nothing. */
  document(): number {
    this.spaces();
    if (this.mode === "first" && this.at === this.text.length) return 0;
    this.value();
    const end = this.at;
    if (this.mode === "only") {
      this.spaces();
      if (this.at < this.text.length) this.bad("after top-level value");
    }
    return end;
  }

  private bad(where: string): never {
    if (this.at >= this.text.length) throw new Error(TRUNCATED[this.mode]);
    throw new Error(`invalid character ${quoted(this.text.charAt(this.at))} ${where}`);
  }

  private spaces(): void {
    while (SPACE.has(this.text.charAt(this.at))) this.at++;
  }

  private value(): void {
    const c = this.text.charAt(this.at);
    if (c === "{") this.object();
    else if (c === "[") this.array();
    else if (c === '"') this.string();
    else if (c === "-" || isDigit(c)) this.number();
    else if (c === "t") this.literal("true");
    else if (c === "f") this.literal("false");
    else if (c === "n") this.literal("null");
    else this.bad("looking for beginning of value");
  }

  private object(): void {
    this.at++;
    this.spaces();
    if (this.take("}")) return;
    for (;;) {
      this.spaces();
      if (this.text.charAt(this.at) !== '"') this.bad("looking for beginning of object key string");
      this.string();
      this.spaces();
      if (!this.take(":")) this.bad("after object key");
      this.spaces();
      this.value();
      this.spaces();
      if (this.take("}")) return;
      if (!this.take(",")) this.bad("after object key:value pair");
    }
  }

  private array(): void {
    this.at++;
    this.spaces();
    if (this.take("]")) return;
    for (;;) {
      this.spaces();
      this.value();
      this.spaces();
      if (this.take("]")) return;
      if (!this.take(",")) this.bad("after array element");
    }
  }

  private string(): void {
    this.at++;
    for (;;) {
      const c = this.text.charAt(this.at);
      if (c === "" || c < " ") this.bad("in string literal");
      this.at++;
      if (c === '"') return;
      if (c === "\\") this.escape();
    }
  }

  private escape(): void {
    const c = this.text.charAt(this.at);
    if (c === "" || !'"\\/bfnrtu'.includes(c)) this.bad("in string escape code");
    this.at++;
    if (c !== "u") return;
    for (let digit = 0; digit < 4; digit++) {
      if (!/^[0-9a-fA-F]$/.test(this.text.charAt(this.at))) this.bad("in \\u hexadecimal character escape");
      this.at++;
    }
  }

  private number(): void {
    this.take("-");
    if (!this.take("0")) this.digits("in numeric literal");
    if (this.take(".")) this.digits("after decimal point in numeric literal");
    if (this.take("e") || this.take("E")) {
      if (!this.take("+")) this.take("-");
      this.digits("in exponent of numeric literal");
    }
  }

  private digits(where: string): void {
    if (!isDigit(this.text.charAt(this.at))) this.bad(where);
    while (isDigit(this.text.charAt(this.at))) this.at++;
  }

  private literal(word: string): void {
    for (const c of word) {
      if (!this.take(c)) this.bad(`in literal ${word} (expecting '${c}')`);
    }
  }

  private take(c: string): boolean {
    if (this.text.charAt(this.at) !== c) return false;
    this.at++;
    return true;
  }
}

function isDigit(c: string): boolean {
  return c >= "0" && c <= "9";
}
