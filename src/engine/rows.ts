import { StatusError } from "../errors.js";

const NAMES: Readonly<Record<string, string>> = { object: "object", string: "string", number: "number", boolean: "bool" };

/**
 * The rows of a list command's answer; null is an empty list.
 * @param goType what the reference decodes into, for its error text: "[]container.Summary"
 */
export function rowsOf<Row>(answer: unknown, goType: string): Row[] {
  if (answer === null) return [];
  if (Array.isArray(answer)) return answer as Row[];
  throw new StatusError(`json: cannot unmarshal ${NAMES[typeof answer] ?? "value"} into Go value of type ${goType}`);
}
