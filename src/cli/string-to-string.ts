import { readCsvRecord } from "../values/csv.js";
import { custom, type Flag, type FlagOptions } from "./flags.js";

/** `key=value,...`, any number of times; the last of a key wins (pflag's stringToString). */
export function stringToString(summary: string, options: FlagOptions = {}): Flag<Record<string, string>> {
  const add = (old: Record<string, string> | undefined, raw: string) => ({ ...old, ...Object.fromEntries(fields(raw).map(pair)) });
  return custom<Record<string, string>>("stringToString", summary, {}, add, { shown: "[]", ...options });
}

function fields(raw: string): string[] {
  const count = raw.split("=").length - 1;
  if (count === 0) throw refusal(raw);
  return count === 1 ? [raw.replace(/^"+|"+$/g, "")] : readCsvRecord(raw);
}

function pair(text: string): [key: string, value: string] {
  const at = text.indexOf("=");
  if (at < 0) throw refusal(text);
  return [text.slice(0, at), text.slice(at + 1)];
}

function refusal(text: string): Error {
  return new Error(`${text} must be formatted as key=value`);
}
