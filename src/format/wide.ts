/**
 * Columns a text takes in Docker's tables: wide characters (East Asian, emoji) take two, marks and controls
 * none, a cluster of characters what its first visible one takes. Measured on Docker, all of Unicode.
 */

/** Ranges as base-36 pairs "gap,length-1" from the end of the range before; a lone number is one code point. */
const WIDE =
  "3cw,2n 3i3,1 e,1 5b,3 4 3 ei,1 m,1 1f,b 18 k e 9,1 i,1 6,1 9 6 m 8,1 2 5 3 8 5,1 t 10 2 5,2 2 1q,2 p f nw,1 1g 5 mj,p 2,2g d,5x r,26 3,2d 5,2s 6,16 2,2l 2,2b c,1b 2,13 9,5f3 1t,h3g 4,1i wq,s hw,8mb 6l9,e7 lt,9 n,y 2,i 2,3 46,2n 3k,6 m4a,4 c,1 f,4qf 9,yd 17,8 6w8,3 2,6 2,1 2,82 g u,2 3 f,3 9,az c21 5n 5b 3,9 2u,2 e,17 5,8 8,1 f,5 4b,w d,8 2,1x 2,l d,16 5,4 d,g 4 4,1y 2 2,56 3,1q e,3 2,n j r,1 e 2f,2c 1d,1x 7 4,2 3,2 5,3 c,1 8,8 6c,b 5 7w,1a 2,9 2,54 35,c 4,8 8,19 2,6 9,d 5,8 8,8 zs,1ekd 3,1ekd";
const NARROWEST =
  "3k,v e gj,33 7o,6 hy 64,8 st 4 6n d,1 198,2 x8,3 hd 1d,u 4d,8 gd,1r ek,4 p,6 1o,5 2p,w 2db,2 6n,v ii,1 n9x,3 2,9 x,1 29,1 dr,h gtr,f 5s 6y,2 3,1 e6 ah,4 27l,1 4a,a 1e,3 or,1 1m,1 16,6 4,4 ha4,4 jrg,19 3,m f3,4 4,5 9,7 3,6 v,3 45,2 2po,6 2,g 3,6 2,1 2,4 2t 1mp,6";

/** First and last code points, one after the other. */
type Ranges = readonly number[];

function unpack(packed: string): Ranges {
  const ranges: number[] = [];
  let at = 0;
  for (const pair of packed.split(" ")) {
    const [gap = "", length = "0"] = pair.split(",");
    const first = at + Number.parseInt(gap, 36);
    at = first + Number.parseInt(length, 36);
    ranges.push(first, at);
  }
  return ranges;
}

function holds(ranges: Ranges, code: number): boolean {
  let low = 0;
  let high = ranges.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (code < (ranges[middle * 2] as number)) high = middle - 1;
    else if (code > (ranges[middle * 2 + 1] as number)) low = middle + 1;
    else return true;
  }
  return false;
}

let wide: Ranges | undefined;
let narrowest: Ranges | undefined;

function isWide(code: number): boolean {
  if (code < 0x1100) return false;
  wide ??= unpack(WIDE);
  return holds(wide, code);
}

function codeWidth(code: number): number {
  if (code < 0x20) return 0;
  if (code < 0x7f) return 1;
  narrowest ??= unpack(NARROWEST);
  if (code === 0x7f || holds(narrowest, code)) return 0;
  return isWide(code) ? 2 : 1;
}

const PLAIN = /^[\x20-\x7e]*$/;
/** One column a UTF-16 unit: ASCII, and the sign that cut texts end in. */
const ONE_EACH = /^[\x20-\x7e…]*$/;
/** Characters that may join their neighbours in a cluster. Made when first needed: such a class is slow to build. */
const makeJoining = () => /[\p{M}\p{Cf}\p{RI}\p{Emoji_Modifier}\u0e33\u0eb3\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u;

let joining: RegExp | undefined;
let segmenter: Intl.Segmenter | undefined;

/** Columns of a text in a table of Docker. */
export function displayWidth(text: string): number {
  if (ONE_EACH.test(text)) return text.length;
  let columns = 0;
  joining ??= makeJoining();
  if (!joining.test(text)) {
    for (const char of text) columns += codeWidth(char.codePointAt(0) as number);
    return columns;
  }
  segmenter ??= new Intl.Segmenter("en");
  for (const { segment } of segmenter.segment(text)) columns += clusterWidth(segment);
  return columns;
}

function clusterWidth(cluster: string): number {
  for (const char of cluster) {
    const columns = codeWidth(char.codePointAt(0) as number);
    if (columns > 0) return columns;
  }
  return 0;
}

/** Two combining marks that Docker's shortening, unlike its tables, counts as wide. */
const COUNTED_MARKS = /[\u3099\u309a]/;

/** Docker's Ellipsis: at most `max` (2 or more) columns, the last one "…"; every character counts one at least. */
export function ellipsis(text: string, max: number): string {
  if (text.length <= max && PLAIN.test(text)) return text;
  if (PLAIN.test(text)) return `${text.slice(0, max - 1)}…`;
  let columns = 0;
  let cut = 0;
  let length = 0;
  for (const char of text) {
    columns += isWide(char.codePointAt(0) as number) || COUNTED_MARKS.test(char) ? 2 : 1;
    length += char.length;
    if (columns <= max - 1) cut = length;
  }
  if (columns <= max) return text;
  return cut === 0 ? text : `${text.slice(0, cut)}…`;
}
