/** Paths and queries, encoded as by Go's net/url, so that our requests and Docker's are the same bytes. */
import { marshal } from "../values/json/encode.js";
import type { Query } from "./engine.js";

const KEPT_IN_PATH = /%(24|26|2B|2C|2F|3A|3B|3D|40)/g;
const PERCENT_TOO = /[!'()*]/g;

function percent(c: string): string {
  return `%${c.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** A name as part of a path. Slashes (of image names) are not encoded, as in Docker. */
export function segment(name: string): string {
  return encodeURIComponent(name.toWellFormed())
    .replace(PERCENT_TOO, percent)
    .replace(KEPT_IN_PATH, (escaped) => decodeURIComponent(escaped));
}

function queryWord(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(PERCENT_TOO, percent).replaceAll("%20", "+");
}

function valuesOf(value: Query[string]): readonly string[] {
  if (value === undefined || value === null || value === "" || value === false) return [];
  if (value === true) return ["1"];
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== "object") return [String(value)];
  return Object.keys(value).length === 0 ? [] : [marshal(value)];
}

/** "?a=1&b=2", sorted by key, or "". `Query` says what is left out. */
export function encodeQuery(query: Query = {}): string {
  const pairs = Object.keys(query)
    .sort()
    .flatMap((key) => valuesOf(query[key]).map((value) => `${queryWord(key)}=${queryWord(value)}`));
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
