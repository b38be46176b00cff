/** Sizes in BuildKit's format: powers of 1000, two decimals, none for bytes. */
const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

export function amount(bytes: number): string {
  let [value, unit] = [bytes, 0];
  for (; value >= 1000 && unit < UNITS.length - 1; unit++) value /= 1000;
  return unit === 0 ? `${value}B` : `${value.toFixed(2)}${UNITS[unit]}`;
}

/** "3.40MB / 6.80MB", "3.40MB", "" if nothing is counted. */
export function progressOf({ current, total }: { current: number; total: number }): string {
  if (total !== 0) return `${amount(current)} / ${amount(total)}`;
  return current === 0 ? "" : amount(current);
}
