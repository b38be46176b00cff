/** JSON that is not what a Go type takes. */

import type { Plain } from "../../values/json/plain.js";
import { JsonNumber } from "../../values/json/tree.js";
import type { GoType } from "./types.js";

/** The JSON does not fit the type. */
export class DecodeError extends Error {}

export type PlainObject = { [key: string]: Plain };

export function isNumber(json: Plain): json is number | JsonNumber {
  return typeof json === "number" || json instanceof JsonNumber;
}

export function isObject(json: Plain): json is PlainObject {
  return typeof json === "object" && json !== null && !Array.isArray(json) && !(json instanceof JsonNumber);
}

export function misfit(json: Plain, type: GoType): never {
  const what = isNumber(json) ? "number" : isObject(json) ? "object" : Array.isArray(json) ? "array" : typeof json;
  throw new DecodeError(`json: cannot unmarshal ${what === "boolean" ? "bool" : what} into Go value of type ${type.name}`);
}
