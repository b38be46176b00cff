import { splitPair } from "../values/key-value.js";
import { custom, type Flag, type FlagOptions } from "./flags.js";

/** `key=value` any number of times: a missing value is "", the last of a key wins (opts.MapOpts). */
export function pairs(summary: string, options: FlagOptions = {}): Flag<Record<string, string>> {
  const add = (old: Record<string, string> | undefined, raw: string) => {
    const [key, value = ""] = splitPair(raw);
    return { ...old, [key]: value };
  };
  return custom<Record<string, string>>("map", summary, {}, add, { shown: "map[]", ...options });
}
