import { decodeJson } from "../values/json/decode.js";

/** The object that a registry sent; anything else that is JSON reads as an empty one. Throws JsonError. */
export function parseBody<T extends object>(bytes: Uint8Array): T {
  const value = decodeJson(bytes, "whole");
  return (value !== null && typeof value === "object" && !Array.isArray(value) ? value : {}) as T;
}
