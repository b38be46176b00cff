/** An answer of the daemon as the Go value that Docker's templates see. Loads all layouts: import it lazily. */

import { parsePlain, plainOf } from "../../values/json/plain.js";
import type { Json } from "../../values/json/tree.js";
import { decode, settle } from "./decode.js";
import { type Root, rootType } from "./layout.js";
import { marshalValue } from "./marshal.js";
import type { Val } from "./value.js";

export { DecodeError } from "./decode.js";
export type { Root } from "./layout.js";

export interface TypedOptions {
  /** What JSON.parse made of the text, where somebody has done so. */
  parsed?: unknown;
  /** The answer is one that fits: its fields are read as they are asked for, and nobody looks at the others. */
  fits?: boolean | undefined;
}

/** Decodes an answer (its text, or its decoded JSON). Throws JsonError or DecodeError. */
export function typed(root: Root, answer: string | Json, { parsed, fits = false }: TypedOptions = {}): Val {
  const value = decode(typeof answer === "string" ? parsePlain(answer, parsed) : plainOf(answer), rootType(root));
  if (!fits) settle(value);
  return value;
}

/** The value as Go marshals it: fields in the order of the layout, empty ones left out where the layout says so. */
export function typedJson(value: Val, escapeHtml = true): string {
  return marshalValue(value, escapeHtml);
}
