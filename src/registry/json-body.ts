import { decodeJson } from "../values/json/decode.js";

/** Parses an object from a registry; any other JSON counts as an empty object. Throws JsonError. */
export function parseBody<T extends object>(bytes: Uint8Array): T {
  const value = decodeJson(bytes, "whole");
  return (value !== null && typeof value === "object" && !Array.isArray(value) ? value : {}) as T;
}
