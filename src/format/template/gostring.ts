/**
 * Go's strings are bytes, JavaScript's are UTF-16. A byte that is not part of valid UTF-8 (`slice` may cut a character
 * in two) is kept as a lone low surrogate U+DC80..U+DCFF, which no decoded text contains. `encode` gives the bytes back.
 */
import { decodeUtf8, isStray, stray } from "../../values/utf8.js";

/** One step of a string: the rune (U+FFFD for a stray byte), its length in UTF-16 units and in bytes. */
export interface Rune {
  rune: number;
  units: number;
  bytes: number;
}

const ASCII = /^[\x00-\x7f]*$/;

export function isAscii(s: string): boolean {
  return ASCII.test(s);
}

/** The rune that begins at unit `i`. */
export function runeAt(s: string, i: number): Rune {
  const code = s.codePointAt(i) as number;
  if (code < 0x80) return { rune: code, units: 1, bytes: 1 };
  if (isStray(code)) return { rune: 0xfffd, units: 1, bytes: 1 };
  if (code < 0x800) return { rune: code, units: 1, bytes: 2 };
  return code < 0x10000 ? { rune: code, units: 1, bytes: 3 } : { rune: code, units: 2, bytes: 4 };
}

export function byteLength(s: string): number {
  if (isAscii(s)) return s.length;
  let n = 0;
  for (let i = 0; i < s.length; ) {
    const r = runeAt(s, i);
    n += r.bytes;
    i += r.units;
  }
  return n;
}

export function runeCount(s: string): number {
  if (isAscii(s)) return s.length;
  let n = 0;
  for (let i = 0; i < s.length; i += runeAt(s, i).units) n++;
  return n;
}

/** The bytes of a string, stray ones as they are. */
export function encode(s: string): Uint8Array {
  if (!/[\udc00-\udfff]/.test(s)) return new TextEncoder().encode(s);
  const out: number[] = [];
  const encoder = new TextEncoder();
  for (let i = 0; i < s.length; ) {
    const r = runeAt(s, i);
    const unit = s.charCodeAt(i);
    if (r.bytes === 1 && unit > 0x7f) out.push(unit & 0xff);
    else out.push(...encoder.encode(s.slice(i, i + r.units)));
    i += r.units;
  }
  return Uint8Array.from(out);
}

/** The string of some bytes; what is not valid UTF-8 becomes stray bytes. */
export const decode = (bytes: Uint8Array) => decodeUtf8(bytes, stray);

/** Bytes `from` to `to` of a string. */
export function sliceBytes(s: string, from: number, to: number): string {
  return isAscii(s) ? s.slice(from, to) : decode(encode(s).subarray(from, to));
}

/** The first `n` runes of a string. */
export function firstRunes(s: string, n: number): string {
  let i = 0;
  for (let k = 0; k < n && i < s.length; k++) i += runeAt(s, i).units;
  return s.slice(0, i);
}
