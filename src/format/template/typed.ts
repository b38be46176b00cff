/** An answer of the engine as the Go value that the reference's templates see. Loads all layouts: import it lazily. */
import type { Json } from "../json.js";
import { parsePlain, plainOf } from "../json-plain.js";
import { decode } from "./decode.js";
import { type Root, rootType } from "./layout.js";
import { marshalValue } from "./marshal.js";
import type { Val } from "./value.js";

export { DecodeError } from "./decode.js";
export type { Root } from "./layout.js";

/**
 * Decodes an answer (its text, or its decoded JSON). Throws JsonError or DecodeError.
 * @param parsed what JSON.parse made of the text, where somebody has done so
 */
export function typed(root: Root, answer: string | Json, parsed?: unknown): Val {
  return decode(typeof answer === "string" ? parsePlain(answer, parsed) : plainOf(answer), rootType(root));
}

/** The value as Go marshals it: fields in the order of the layout, empty ones left out where the layout says so. */
export function typedJson(value: Val, escapeHtml = true): string {
  return marshalValue(value, escapeHtml);
}
