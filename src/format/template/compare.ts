/** eq, ne, lt, le, gt, ge: Go's comparisons, which refuse to compare values of different families. */

import { compareBytes } from "../../values/utf8.js";
import { CallError } from "./function.js";
import { argument, PLAIN } from "./print-value.js";
import { type GoType, isFloat, isInt, isUint } from "./types.js";
import { isNil, kindOf, List, Moment, Pointer, Scalar, Struct, typeOf, unwrap, type Val } from "./value.js";

type Family = "bool" | "int" | "uint" | "float" | "complex" | "string";

function family(v: Val): Family | undefined {
  const kind = kindOf(v);
  if (kind === "bool" || kind === "string") return kind;
  if (kind === "invalid") return undefined;
  if (isInt(kind)) return "int";
  if (isUint(kind)) return "uint";
  if (isFloat(kind)) return "float";
  return kind === "complex128" ? "complex" : undefined;
}

type Basic = string | boolean | number | bigint;

/** The JS value of a basic one; integers as bigint. */
function basicOf(v: Val): Basic {
  const raw = v instanceof Scalar ? v.v : v;
  if (typeof raw === "number" && family(v) !== "float") return BigInt(raw);
  return Array.isArray(raw) ? raw.join() : (raw as Basic);
}

function comparable(type: GoType): boolean {
  if (type.kind === "slice" || type.kind === "map" || type.kind === "func") return false;
  if (type.kind === "array") return comparable(type.elem as GoType);
  return (type.fields ?? []).every((f) => comparable(f.type));
}

/** Go's == of two values that are not basic, of whatever types. */
function same(a: Val, b: Val): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (typeOf(a) !== typeOf(b)) return false;
  if (family(a) !== undefined) return basicOf(a) === basicOf(b);
  if (a instanceof Pointer && b instanceof Pointer) return a.target === b.target;
  if (a instanceof Moment && b instanceof Moment) return a.nanos === b.nanos && a.offset === b.offset;
  if (a instanceof Struct && b instanceof Struct) return a.values.every((v, i) => same(unwrap(v), unwrap(b.at(i))));
  if (a instanceof List && b instanceof List) {
    return Array.from({ length: a.length }, (_, i) => same(unwrap(a.at(i)), unwrap(b.at(i)))).every(Boolean);
  }
  return a === b;
}

function equal(a: Val, b: Val): boolean {
  if (typeof a === "string" && typeof b === "string") return a === b;
  const fa = family(a);
  const fb = family(b);
  if (fa !== fb) {
    if ((fa === "int" && fb === "uint") || (fa === "uint" && fb === "int")) return basicOf(a) === basicOf(b);
    if (a !== undefined && b !== undefined) throw new CallError("incompatible types for comparison");
    return false;
  }
  if (fa !== undefined) return basicOf(a) === basicOf(b);
  if (a !== undefined && b !== undefined && kindOf(a) !== kindOf(b)) {
    throw new CallError(
      `non-comparable types ${argument(a, "s", PLAIN)}: ${typeOf(a).name}, ${typeOf(b).name}: ${argument(b, "v", PLAIN)}`,
    );
  }
  if (isNil(a) || isNil(b)) return isNil(a) === isNil(b);
  const type = typeOf(b as Exclude<Val, undefined>);
  if (!comparable(type)) throw new CallError(`non-comparable type ${argument(b, "s", PLAIN)}: ${type.name}`);
  return same(a, b);
}

/** True when the first equals one of the others. */
export function eq(values: readonly Val[]): boolean {
  if (values.length < 2) throw new CallError("missing argument for comparison");
  const first = unwrap(values[0]);
  for (let i = 1; i < values.length; i++) if (equal(first, unwrap(values[i]))) return true;
  return false;
}

export function lt(a: Val, b: Val): boolean {
  const x = unwrap(a);
  const y = unwrap(b);
  const fx = family(x);
  const fy = family(y);
  if (fx === undefined || fy === undefined) throw new CallError("invalid type for comparison");
  const mixed = (fx === "int" && fy === "uint") || (fx === "uint" && fy === "int");
  if (fx !== fy && !mixed) throw new CallError("incompatible types for comparison");
  if (fx === "bool" || fx === "complex") throw new CallError("invalid type for comparison");
  if (fx === "string") return compareBytes(basicOf(x) as string, basicOf(y) as string) < 0;
  return basicOf(x) < basicOf(y);
}

export function le(a: Val, b: Val): boolean {
  return lt(a, b) || eq([a, b]);
}
