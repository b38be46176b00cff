/** Floats as text, exactly: every double is a finite decimal, so digits are cut from it with round half to even. */

/** `0.d1d2d3... * 10**point`, without trailing zeros. */
interface Digits {
  digits: string;
  point: number;
}

const BITS = new DataView(new ArrayBuffer(8));

/** |f| = mantissa * 2**exponent. */
function split(f: number): { mantissa: bigint; exponent: number } {
  BITS.setFloat64(0, Math.abs(f));
  const bits = BITS.getBigUint64(0);
  const exponent = Number(bits >> 52n);
  const fraction = bits & ((1n << 52n) - 1n);
  return exponent === 0 ? { mantissa: fraction, exponent: -1074 } : { mantissa: fraction | (1n << 52n), exponent: exponent - 1075 };
}

/** All digits of |f|. */
function exactDigits(f: number): Digits {
  const { mantissa, exponent } = split(f);
  if (mantissa === 0n) return { digits: "", point: 0 };
  const whole = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent);
  const text = whole.toString();
  return { digits: text.replace(/0+$/, ""), point: text.length - (exponent < 0 ? -exponent : 0) };
}

/** The fewest digits that give f back when read again. */
function shortestDigits(f: number, single: boolean): Digits {
  let text = Math.abs(f).toExponential();
  if (single) {
    for (let p = 0; p <= 9; p++) {
      text = Math.abs(f).toExponential(p);
      if (Math.fround(Number(text)) === Math.abs(f)) break;
    }
  }
  const [mantissa = "", exponent = "0"] = text.split("e");
  const digits = mantissa.replace(".", "").replace(/0+$/, "");
  return digits === "" ? { digits, point: 0 } : { digits, point: Number(exponent) + 1 };
}

/** Keeps `n` digits. */
function round(d: Digits, n: number): Digits {
  if (n < 0) return { digits: "", point: 0 };
  if (n >= d.digits.length) return d;
  const kept = d.digits.slice(0, n);
  const rest = d.digits.slice(n);
  const odd = n > 0 && Number(kept[n - 1]) % 2 === 1;
  const up = rest > "5" || (rest === "5" && odd);
  if (!up) return { digits: kept.replace(/0+$/, ""), point: kept.replace(/0+$/, "") === "" ? 0 : d.point };
  const next = (BigInt(kept === "" ? "0" : kept) + 1n).toString().padStart(n, "0");
  return { digits: next.replace(/0+$/, ""), point: d.point + (next.length - n) };
}

function fixed(d: Digits, precision: number): string {
  const whole = d.point > 0 ? d.digits.slice(0, d.point).padEnd(d.point, "0") : "0";
  if (precision <= 0) return whole;
  const lead = d.point < 0 ? "0".repeat(Math.min(-d.point, precision)) : "";
  const fraction = lead + d.digits.slice(Math.max(0, d.point));
  return `${whole}.${fraction.slice(0, precision).padEnd(precision, "0")}`;
}

function exponential(d: Digits, precision: number, e: string): string {
  const first = d.digits[0] ?? "0";
  const fraction = precision > 0 ? `.${d.digits.slice(1, precision + 1).padEnd(precision, "0")}` : "";
  const exponent = d.digits === "" ? 0 : d.point - 1;
  return `${first}${fraction}${e}${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** `-0x1.8p+01` */
function hexadecimal(f: number, precision: number, upper: boolean): string {
  let { mantissa, exponent } = split(f);
  if (mantissa === 0n) exponent = 0;
  else {
    while (mantissa >> 52n === 0n) {
      mantissa <<= 1n;
      exponent--;
    }
    exponent += 52;
    if (precision >= 0 && precision < 13) {
      const shift = BigInt(52 - precision * 4);
      const extra = mantissa & ((1n << shift) - 1n);
      mantissa >>= shift;
      const half = 1n << (shift - 1n);
      if (extra > half || (extra === half && mantissa & 1n)) mantissa++;
      mantissa <<= shift;
      if (mantissa >> 53n) {
        mantissa >>= 1n;
        exponent++;
      }
    }
  }
  let fraction = (mantissa & ((1n << 52n) - 1n)).toString(16).padStart(13, "0");
  fraction = precision < 0 ? fraction.replace(/0+$/, "") : fraction.slice(0, precision).padEnd(precision, "0");
  const text = `0x${mantissa >> 52n}${fraction === "" ? "" : `.${fraction}`}p${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  return upper ? text.toUpperCase() : text;
}

/** Mantissa and power of two as they are stored: `4503599627370496p-52`. */
function binary(f: number, single: boolean): string {
  const { mantissa, exponent } = split(f);
  if (!single) return `${mantissa}p${exponent < 0 ? "" : "+"}${exponent}`;
  const shift = mantissa === 0n ? 0n : 29n;
  const e = mantissa === 0n ? -149 : exponent + 29;
  return `${mantissa >> shift}p${e < 0 ? "" : "+"}${e}`;
}

/**
 * A float in Go's format `verb` (e E f g G x X b). `precision` -1 is the shortest that reads back the same.
 * `single` is a float32. The sign is written only when the number is negative.
 */
export function formatFloat(f: number, verb: string, precision: number, single = false): string {
  if (Number.isNaN(f)) return "NaN";
  const sign = f < 0 || Object.is(f, -0) ? "-" : "";
  if (!Number.isFinite(f)) return sign === "-" ? "-Inf" : "+Inf";
  if (verb === "b") return sign + binary(f, single);
  if (verb === "x" || verb === "X") return sign + hexadecimal(f, precision, verb === "X");
  const shortest = precision < 0;
  let d = shortest ? shortestDigits(f, single) : exactDigits(f);
  const lower = verb.toLowerCase();
  if (lower === "f") {
    if (!shortest) d = round(d, d.point + precision);
    return sign + fixed(d, shortest ? Math.max(0, d.digits.length - d.point) : precision);
  }
  if (lower === "e") {
    if (!shortest) d = round(d, precision + 1);
    return sign + exponential(d, shortest ? Math.max(0, d.digits.length - 1) : precision, verb);
  }
  const significant = shortest ? 6 : precision === 0 ? 1 : precision;
  if (!shortest) d = round(d, significant);
  let threshold = significant;
  if (!shortest && threshold > d.digits.length && d.digits.length >= d.point) threshold = d.digits.length;
  if (shortest) threshold = 6;
  const exponent = d.point - 1;
  if (exponent < -4 || exponent >= threshold) {
    return sign + exponential(d, Math.max(0, d.digits.length - 1), verb === "G" ? "E" : "e");
  }
  return sign + fixed(d, Math.max(0, d.digits.length - d.point));
}
