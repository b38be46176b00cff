/** Versions of the API: "1.50". */
import { safeInteger } from "./integer.js";

/** Negative, zero, positive, as numbers part by part: 1.9 is older than 1.24. */
export function compareVersions(a: string, b: string): number {
  const left = a.split(".");
  const right = b.split(".");
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    // A part that is not a number counts as 0, as in Docker.
    const difference = (safeInteger(left[i] ?? "") ?? 0) - (safeInteger(right[i] ?? "") ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
