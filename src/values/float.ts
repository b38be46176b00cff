/** strconv.ParseFloat(raw, 64). */
import { NumberError } from "./integer.js";

const DECIMAL = /^[+-]?(\d(_?\d)*(\.(\d(_?\d)*)?)?|\.\d(_?\d)*)(e[+-]?\d(_?\d)*)?$/i;
const HEX = /^([+-]?)0x((?:_?[0-9a-f])*)(?:\.((?:[0-9a-f](?:_?[0-9a-f])*)?))?p([+-]?\d(?:_?\d)*)$/i;
const WORDS: Readonly<Record<string, number>> = { inf: Infinity, infinity: Infinity, nan: NaN };

function hexadecimal(raw: string): number | undefined {
  const [, sign, whole = "", fraction = "", power] = HEX.exec(raw) ?? [];
  const digits = (whole + fraction).replaceAll("_", "");
  if (power === undefined || digits === "") return undefined;
  const value = Number(BigInt(`0x${digits}`)) * 2 ** (Number(power.replaceAll("_", "")) - 4 * fraction.replaceAll("_", "").length);
  return sign === "-" ? -value : value;
}

function word(raw: string): number | undefined {
  const value = WORDS[raw.replace(/^[+-]/, "").toLowerCase()];
  return value !== undefined && raw[0] === "-" ? -value : value;
}

export function parseFloat64(raw: string): number {
  const special = word(raw);
  if (special !== undefined) return special;
  const value = DECIMAL.test(raw) ? Number(raw.replaceAll("_", "")) : hexadecimal(raw);
  if (value === undefined) throw new NumberError("ParseFloat", raw, "invalid syntax");
  if (!Number.isFinite(value)) throw new NumberError("ParseFloat", raw, "value out of range");
  return value;
}
