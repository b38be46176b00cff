/**
 * Go's %.Ng: `digits` significant digits, trailing zeros dropped, an exponent when the number has more digits than that
 * before its point ("1e+03"). Go rounds exact halves to the even digit, JavaScript up.
 */
export function significant(value: number, digits: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  if (value === 0) return "0";
  const [mantissa = "", exponentText = ""] = roundHalfEven(value, digits).split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= digits) return `${dropZeros(mantissa)}e${exponent < 0 ? "-" : "+"}${pad2(Math.abs(exponent))}`;
  return dropZeros(Number(`${mantissa}e${exponent}`).toFixed(digits - 1 - exponent));
}

/** Enough digits to write out any number that could be an exact half. */
const ALL_DIGITS = 60;

function roundHalfEven(value: number, digits: number): string {
  const rounded = value.toExponential(digits - 1);
  const longer = value.toExponential(digits);
  // Only a number that is its own (digits + 1)-digit form can be an exact half; then all its digits are looked at.
  if (Number(longer) !== value || !longer.includes("5e")) return rounded;
  const [mantissa = ""] = value.toExponential(ALL_DIGITS).replace(/[-.]/g, "").split("e");
  if (!/^50*$/.test(mantissa.slice(digits))) return rounded;
  const kept = longer.replace(/\.?5e/, "e");
  return /[02468]e/.test(kept) ? kept : rounded;
}

function dropZeros(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}

function pad2(n: number): string {
  return n < 10 ? `0${n}` : `${n}`;
}
