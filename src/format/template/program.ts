/** What one template is made of, as its executions see it. */
import type { FuncMap } from "./function.js";
import { GoValue, Scalar, typeOf, unwrap, type Val } from "./value.js";

/** Stands for "no piped argument", which is not the same as an argument without a value. */
class Missing extends GoValue {}
export const MISSING: GoValue = new Missing({ kind: "value", name: "missing", defined: true, shape: "missing" });

/** The same in every execution of a template. */
export interface Program {
  readonly name: string;
  readonly text: string;
  readonly funcs: FuncMap;
  /** A missing map key is an error instead of `<no value>`. */
  missingKeyIsError: boolean;
}

/** What reflect.Value's own String prints: the string itself, or `<int Value>`. */
export function goValueString(v: Val): string {
  const inner = unwrap(v);
  if (inner === undefined) return "<invalid Value>";
  const text = inner instanceof Scalar ? inner.v : inner;
  return typeof text === "string" ? text : `<${typeOf(inner).name} Value>`;
}
