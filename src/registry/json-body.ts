import { compactJson } from "../values/json/compact.js";

/** The object that a registry sent; anything else that is JSON reads as an empty one. Throws an Error with Go's text. */
export function parseBody<T extends object>(bytes: Uint8Array): T {
  const value: unknown = JSON.parse(compactJson(bytes));
  return (value !== null && typeof value === "object" && !Array.isArray(value) ? value : {}) as T;
}
