/** `--label`: `key` or `key=value`; the value may hold anything. */
import { splitPair } from "./key-value.js";

export function checkLabel(raw: string): string {
  const key = splitPair(raw)[0].replace(/^[ \t]+/, "");
  if (key === "") throw new Error(`invalid label '${raw}': empty name`);
  if (/[ \t]/.test(key)) throw new Error(`label '${key}' contains whitespaces`);
  return raw;
}
