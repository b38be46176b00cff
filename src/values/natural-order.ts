/**
 * Order in which numbers inside names count as numbers: "8080" before "10000", "a2" before "a10" (sortorder.NaturalLess).
 * Digits stand before other characters; of equal numbers the one with fewer leading zeros is first.
 */
export function naturalOrder(a: string, b: string): number {
  const left = a.match(/\d+|\D/gu) ?? [];
  const right = b.match(/\d+|\D/gu) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareParts(left[i] as string, right[i] as string);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareParts(a: string, b: string): number {
  if (a === b) return 0;
  const aIsNumber = /^\d/.test(a);
  if (aIsNumber !== /^\d/.test(b)) return aIsNumber ? -1 : 1;
  if (!aIsNumber) return a < b ? -1 : 1;
  const x = a.replace(/^0+/, "");
  const y = b.replace(/^0+/, "");
  if (x.length !== y.length) return x.length - y.length;
  return x === y ? a.length - b.length : x < y ? -1 : 1;
}
