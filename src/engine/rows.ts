import { StatusError } from "../errors.js";

const NAMES: Readonly<Record<string, string>> = { object: "object", string: "string", number: "number", boolean: "bool" };

/**
 * The rows of the response to a list request; null is an empty list. Throws StatusError for anything else.
 * @param goType the type that Docker decodes into, named by its error: "[]container.Summary"
 */
export function rowsOf<Row>(answer: unknown, goType: string): Row[] {
  if (answer === null) return [];
  if (Array.isArray(answer)) return answer as Row[];
  throw new StatusError(`json: cannot unmarshal ${NAMES[typeof answer] ?? "value"} into Go value of type ${goType}`, 1, {
    kind: "broken-stream",
  });
}
