/** One verb of printf: its flags, width and precision, and what they do to text, integers, floats and bytes. */

import { isPrint, quote, quoteRune } from "../../values/quote.js";
import { formatFloat } from "./decimal.js";
import { encode, firstRunes, runeCount } from "./gostring.js";
import { canBackquote } from "./quote.js";

export class Verb {
  sharp = false;
  zero = false;
  plus = false;
  minus = false;
  space = false;
  /** `%#v` and `%+v`, where the flags mean something else than elsewhere. */
  sharpV = false;
  plusV = false;
  width: number | undefined;
  precision: number | undefined;

  /** `filler` when there is less than the width. */
  #fill(have: number, zero: boolean): string {
    const missing = (this.width ?? 0) - have;
    return missing <= 0 ? "" : (zero ? "0" : " ").repeat(missing);
  }

  /** Padded to the width; `zero` false keeps spaces whatever the flag. */
  pad(text: string, zero = this.zero): string {
    if (!this.width) return text;
    const fill = this.#fill(runeCount(text), zero && !this.minus);
    return this.minus ? text + fill : fill + text;
  }

  text(s: string): string {
    return this.pad(this.precision === undefined ? s : firstRunes(s, this.precision));
  }

  quoted(s: string): string {
    const cut = this.precision === undefined ? s : firstRunes(s, this.precision);
    return this.pad(this.sharp && canBackquote(cut) ? `\`${cut}\`` : quote(cut, this.plus));
  }

  /** A rune of any number; what is none becomes U+FFFD. */
  char(n: bigint): string {
    return this.pad(String.fromCodePoint(validRune(n)));
  }

  quotedChar(n: bigint): string {
    return this.pad(quoteRune(validRune(n), this.plus));
  }

  unicode(n: bigint): string {
    const u = BigInt.asUintN(64, n);
    const digits = u
      .toString(16)
      .toUpperCase()
      .padStart(Math.max(4, this.precision ?? 0), "0");
    const shown = this.sharp && u <= 0x10ffffn && isPrint(Number(u)) ? ` '${String.fromCodePoint(Number(u))}'` : "";
    return this.pad(`U+${digits}${shown}`, false);
  }

  integer(n: bigint, base: number, verb: string): string {
    if (this.precision === 0 && n === 0n) return this.#fill(0, false);
    const negative = n < 0n;
    const sign = negative ? "-" : this.plus ? "+" : this.space ? " " : "";
    let digits = (negative ? -n : n).toString(base);
    if (verb === "X") digits = digits.toUpperCase();
    let least = this.precision ?? 0;
    // Zeros go between the sign and the digits, so the flag is a precision here.
    if (this.precision === undefined && this.zero && !this.minus && this.width !== undefined) least = this.width - sign.length;
    digits = digits.padStart(least, "0");
    if (this.sharp) {
      if (base === 2) digits = `0b${digits}`;
      else if (base === 8 && !digits.startsWith("0")) digits = `0${digits}`;
      else if (base === 16) digits = `0${verb === "X" ? "X" : "x"}${digits}`;
    }
    if (verb === "O") digits = `0o${digits}`;
    return this.pad(sign + digits, false);
  }

  float(f: number, verb: string, precision: number, single: boolean): string {
    const p = this.precision ?? precision;
    const raw = formatFloat(f, verb, p, single);
    let body = raw.replace(/^[-+]/, "");
    let sign = raw.startsWith("-") ? "-" : "+";
    if (this.space && sign === "+" && !this.plus) sign = " ";
    if (/^[IN]/.test(body)) {
      const bare = body === "NaN" && !this.space && !this.plus;
      return this.pad(bare ? body : sign + body, false);
    }
    if (this.sharp && verb !== "b") body = keepPoint(body, verb, p);
    if (!this.plus && sign === "+") return this.pad(body);
    const missing = (this.width ?? 0) - body.length - 1;
    if (this.zero && !this.minus && missing > 0) return sign + "0".repeat(missing) + body;
    return this.pad(sign + body);
  }

  /** Bytes in hexadecimal: of a string, or of a []byte. */
  hex(value: string | Uint8Array, upper: boolean): string {
    let bytes = typeof value === "string" ? encode(value) : value;
    if (this.precision !== undefined && this.precision < bytes.length) bytes = bytes.subarray(0, this.precision);
    if (bytes.length === 0) return this.#fill(0, this.zero && !this.minus);
    const prefix = this.sharp ? (upper ? "0X" : "0x") : "";
    const pairs = Array.from(bytes, (b) => {
      const pair = b.toString(16).padStart(2, "0");
      return upper ? pair.toUpperCase() : pair;
    });
    return this.pad(this.space ? pairs.map((p) => prefix + p).join(" ") : prefix + pairs.join(""));
  }
}

function validRune(n: bigint): number {
  const u = BigInt.asUintN(64, n);
  const rune = u > 0x10ffffn ? 0xfffd : Number(u);
  return rune >= 0xd800 && rune <= 0xdfff ? 0xfffd : rune;
}

/** `%#g` and the like: a decimal point always, trailing zeros kept up to the precision. */
function keepPoint(body: string, verb: string, precision: number): string {
  const isHex = verb === "x" || verb === "X";
  const at = body.search(isHex ? /[pP]/ : /[eE]/);
  const mantissa = at < 0 ? body : body.slice(0, at);
  const tail = at < 0 ? "" : body.slice(at);
  let digits = verb === "g" || verb === "G" || verb === "x" ? (precision === -1 ? 6 : precision) : 0;
  const significant = mantissa.replace(".", "").replace(/^0+/, "");
  digits -= significant.length;
  let out = mantissa;
  if (!mantissa.includes(".")) {
    if (mantissa === "0") digits--;
    out += ".";
  }
  return out + "0".repeat(Math.max(0, digits)) + tail;
}
