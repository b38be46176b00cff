/**
 * UTF-8 as Go reads it: byte by byte where it is not valid. A stray byte becomes U+FFFD, or is kept: as a lone surrogate
 * U+DC80..U+DCFF, which no decoded text contains.
 */
import { isUtf8 } from "node:buffer";

/**
 * The text of some bytes. Node's decoder makes one U+FFFD of a truncated sequence (`E2 82`), Go makes one of each of
 * its bytes. A byte order mark is kept.
 * @param replace what a stray byte becomes
 */
export function decodeUtf8(bytes: Uint8Array, replace: (byte: number) => string = () => "\ufffd"): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString("utf8");
  if (!text.includes("\ufffd") || isUtf8(buffer)) return text;
  let out = "";
  for (let i = 0; i < buffer.length; ) {
    const length = sequenceLength(buffer, i);
    out += length === 0 ? replace(buffer[i] as number) : buffer.toString("utf8", i, i + length);
    i += length || 1;
  }
  return out;
}

/** A byte as a string of its own: a stray one where it is no ASCII. */
export function stray(byte: number): string {
  return byte < 0x80 ? String.fromCharCode(byte) : String.fromCharCode(0xdc00 + byte);
}

/** Is the UTF-16 unit a stray byte? */
export function isStray(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Length in bytes of the valid sequence that begins at `at`; 0 where none does. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) return 0;
  const second = bytes[at + 1] as number;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let k = 2; k < length; k++) if (((bytes[at + k] as number) & 0xc0) !== 0x80) return 0;
  return length;
}

/** Go's order of strings: by their bytes, which is the order of code points (UTF-16 has it otherwise above U+D800). */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === length) return a.length - b.length;
  const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
  const [isPairX, isPairY] = [isSurrogate(x), isSurrogate(y)];
  return isPairX === isPairY ? x - y : isPairX ? 1 : -1;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
