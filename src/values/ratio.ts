/** Exact fractions as Go's big.Rat reads them: `1.5`, `1/2`, `1e-3`, `0x1p-2`. */
export interface Ratio {
  numerator: bigint;
  denominator: bigint;
}

/** Larger exponents would build numbers of millions of digits; Go refuses them too. */
const MAX_EXPONENT = 1_000_000n;

const INTEGER = /^(0x(_?[0-9a-f])+|0b(_?[01])+|0o(_?[0-7])+|0(_?[0-7])*|[1-9](_?[0-9])*)$/i;
const BASES: Readonly<Record<string, bigint>> = { "0x": 16n, "0o": 8n, "0b": 2n };
const DIGITS: Readonly<Record<string, string>> = { "16": "[0-9a-f]", "10": "[0-9]", "8": "[0-7]", "2": "[01]" };

function parseInteger(raw: string): bigint | undefined {
  if (!INTEGER.test(raw)) return undefined;
  const plain = raw.replaceAll("_", "");
  return BigInt(/^0[0-7]+$/.test(plain) ? `0o${plain}` : plain);
}

function parseFraction(raw: string): Ratio | undefined {
  const [top = "", bottom = "", ...more] = raw.split("/");
  const numerator = parseInteger(top.replace(/^[+-]/, ""));
  const denominator = parseInteger(bottom);
  if (more.length > 0 || numerator === undefined || !denominator) return undefined;
  return { numerator: top[0] === "-" ? -numerator : numerator, denominator };
}

function digitsOf(text: string, base: bigint): bigint {
  let value = 0n;
  for (const digit of text) value = value * base + BigInt(Number.parseInt(digit, 16));
  return value;
}

function parseNumber(raw: string): Ratio | undefined {
  const unsigned = raw.replace(/^[+-]/, "");
  const prefix = unsigned.slice(0, 2).toLowerCase();
  const base = BASES[prefix] ?? 10n;
  const digit = DIGITS[base.toString()] as string;
  const exponent = base === 16n ? "p" : "[ep]";
  const shape = new RegExp(`^((?:_?${digit})*)(?:\\.((?:_?${digit})*))?(?:(${exponent})([+-]?\\d(?:_?\\d)*))?$`, "i");
  const body = base === 10n ? unsigned : unsigned.slice(2);
  if (base === 10n && body.startsWith("_")) return undefined;
  const [, whole, fraction = "", mark, power = "0"] = shape.exec(body) ?? [];
  if (whole === undefined || whole + fraction === "") return undefined;
  const places = fraction.replaceAll("_", "");
  const by = BigInt(power.replaceAll("_", "").replace(/^\+/, ""));
  if (by > MAX_EXPONENT || by < -MAX_EXPONENT) return undefined;
  let numerator = digitsOf((whole + fraction).replaceAll("_", ""), base);
  let denominator = base ** BigInt(places.length);
  const scale = mark?.toLowerCase() === "p" ? 2n : 10n;
  if (by >= 0n) numerator *= scale ** by;
  else denominator *= scale ** -by;
  return { numerator: raw[0] === "-" ? -numerator : numerator, denominator };
}

/** Undefined where Go's Rat.SetString fails. */
export function parseRatio(raw: string): Ratio | undefined {
  return raw.includes("/") ? parseFraction(raw) : parseNumber(raw);
}
