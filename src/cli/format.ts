import { type Flag, str } from "./spec.js";

/** `--format` of a list. */
export function listFormat(): Flag<string> {
  return str("How to print: table, table TEMPLATE, json, yaml, or a Go template");
}

/** `-f, --format` of a command that shows objects whole. `on` says what the template sees. */
export function objectFormat(on = ""): Flag<string> {
  return str(`json, yaml, or a Go template${on && ` on ${on}`}`, { short: "f" });
}
