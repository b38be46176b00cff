/** config.json as Docker writes it: its key order, tabs, empty values left out; unknown keys go last. */
import { encodeJson } from "../values/json/encode.js";
import { configLayout, type Shape } from "./layout.js";
import type { AuthEntry, ConfigValues } from "./values.js";

/** The file's text, without a final newline. */
export function encodeConfig(values: ConfigValues): string {
  const auths = Object.fromEntries(Object.entries(values.auths ?? {}).map(([key, entry]) => [key, storedAuth(entry)]));
  const ordered = order({ ...values, auths, HttpHeaders: storedHeaders(values.HttpHeaders) }, configLayout);
  return encodeJson({ auths, ...(ordered as object) }, "\t");
}

/** User and password are stored in base64, and the address is the entry's key already. */
function storedAuth({ username = "", password = "", serveraddress: _, ...rest }: AuthEntry): AuthEntry {
  if (username === "" && password === "") return rest;
  return { ...rest, auth: Buffer.from(`${username}:${password}`).toString("base64") };
}

/** The client's own User-Agent wins, so Docker does not store one. */
function storedHeaders(headers: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== "user-agent"));
}

/** Fields of a struct in their order and maps by key; unset fields of structs are left out. */
function order(value: unknown, shape: Shape): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const fields = value as Record<string, unknown>;
  if (shape.kind === "map") {
    const keys = Object.keys(fields).sort();
    return Object.fromEntries(keys.map((key) => [key, order(fields[key], shape.of)]));
  }
  if (shape.kind !== "struct") return value;
  const known = Object.entries(shape.fields).filter(([key]) => Object.hasOwn(fields, key) && isSet(fields[key]));
  const unknown = Object.entries(fields).filter(([key]) => !Object.hasOwn(shape.fields, key));
  return Object.fromEntries([...known.map(([key, field]): [string, unknown] => [key, order(fields[key], field)]), ...unknown]);
}

function isSet(value: unknown): boolean {
  if (value === "" || value === undefined || value === null) return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
