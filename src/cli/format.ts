import { type Flag, type FlagOptions, str } from "./spec.js";

/** `--format` of a list. */
export function listFormat(options: FlagOptions = {}): Flag<string> {
  return str("How to print: table, table TEMPLATE, json, yaml, or a Go template", options);
}

/** `-f, --format` of a command that shows objects whole. */
export function objectFormat(options: FlagOptions = {}): Flag<string> {
  return str("json, yaml, or a Go template", { short: "f", ...options });
}
