/**
 * Go's strings are bytes, JavaScript's are UTF-16. A byte that is not part of valid UTF-8 (`slice` may cut a character
 * in two) is kept as a lone low surrogate U+DC80..U+DCFF, which no decoded text contains. `encode` gives the bytes back.
 */

/** One step of a string: the rune (U+FFFD for a stray byte), its length in UTF-16 units and in bytes. */
export interface Rune {
  rune: number;
  units: number;
  bytes: number;
}

function isStray(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
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
export function decode(bytes: Uint8Array): string {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  if (!text.includes("\ufffd")) return text;
  let out = "";
  for (let i = 0; i < bytes.length; ) {
    const n = sequenceLength(bytes, i);
    out += n === 0 ? stray(bytes[i] as number) : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(i, i + n));
    i += n === 0 ? 1 : n;
  }
  return out;
}

/** A lone byte of 0x80 or more as a string. */
export function stray(byte: number): string {
  return byte < 0x80 ? String.fromCharCode(byte) : String.fromCharCode(0xdc00 + byte);
}

/** Length of the valid sequence at `i`, 0 when there is none. */
function sequenceLength(b: Uint8Array, i: number): number {
  const first = b[i] as number;
  if (first < 0x80) return 1;
  const n = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || i + n > b.length) return 0;
  const second = b[i + 1] as number;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let k = 2; k < n; k++) if (((b[i + k] as number) & 0xc0) !== 0x80) return 0;
  return n;
}

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
