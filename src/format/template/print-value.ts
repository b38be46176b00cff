/** How one value prints under a verb: Go's default forms of slices, maps, structs and pointers, and `%!d(string=x)`. */
import { decode } from "./gostring.js";
import { RowValue } from "./row.js";
import { type GoType, isUint } from "./types.js";
import { Dict, type GoValue, Iface, indirect, List, Moment, Pointer, Scalar, Struct, typeOf, type Val } from "./value.js";
import { Verb } from "./verb.js";

/** No flags, no width: how print and println print. */
export const PLAIN = new Verb();

/** The text that a value gives for itself, when its type has such a method. */
export function stringOf(v: GoValue, name: "String" | "GoString" = "String"): string | undefined {
  const isPointer = v instanceof Pointer;
  const target = isPointer ? v.target : v;
  if (target === undefined || typeof target !== "object") return undefined;
  const methods = target.type.methods;
  const method = methods !== undefined && Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method === undefined || (method.onPointer && !isPointer)) return undefined;
  return method.call(target) as string;
}

/** The form of a value that the verb is not for; the flags hold for the value inside too. */
function bad(v: Val, verb: string, f: Verb): string {
  if (v === undefined) return `%!${verb}(<nil>)`;
  return `%!${verb}(${typeOf(v).name}=${argument(v, "v", f, true)})`;
}

/**
 * What an action prints of a value: a pointer's target, but the pointer itself where that has a text of its own.
 * Undefined is no value.
 */
export function printable(v: Val): Val {
  if (!(v instanceof Pointer) || stringOf(v) !== undefined) return v;
  return indirect(v).v;
}

/** One argument of printf. `erroring` prints a value inside an error form, where String methods are not called. */
export function argument(v: Val, verb: string, f: Verb, erroring = false): string {
  if (v === undefined) return verb === "T" || verb === "v" ? f.pad("<nil>") : bad(v, verb, f);
  if (verb === "T") return f.text(typeOf(v).name);
  if (verb === "p") return pointer(v, verb, f);
  return value(v, verb, f, 0, erroring);
}

function value(v: Val, verb: string, f: Verb, depth: number, erroring: boolean): string {
  switch (typeof v) {
    case "undefined":
      return verb === "v" ? "<nil>" : bad(v, verb, f);
    case "string":
      return text(v, verb, f) ?? bad(v, verb, f);
    case "boolean":
      return verb === "t" || verb === "v" ? f.pad(String(v)) : bad(v, verb, f);
    case "bigint":
      return integer(v, verb, f, true) ?? bad(v, verb, f);
    case "number":
      return (Number.isInteger(v) ? integer(BigInt(v), verb, f, true) : float(v, verb, f, false)) ?? bad(v, verb, f);
  }
  if (!erroring && verb === "w") return bad(v, verb, f);
  if (!erroring && "vsxXq".includes(verb)) {
    const own = stringOf(v, f.sharpV ? "GoString" : "String");
    if (own !== undefined) return f.sharpV ? f.text(own) : (text(own, verb, f) as string);
  }
  if (v instanceof Iface) {
    if (v.inner !== undefined) return value(v.inner, verb, f, depth + 1, erroring);
    return f.sharpV ? `${v.type.name}(nil)` : "<nil>";
  }
  if (v instanceof Scalar) return scalar(v, verb, f) ?? bad(v, verb, f);
  if (v instanceof List) return list(v, verb, f, depth, erroring);
  if (v instanceof Dict) return dict(v, verb, f, depth, erroring);
  if (v instanceof Struct) return struct(v.type, v.values, verb, f, depth, erroring);
  if (v instanceof RowValue) {
    const cells = [...v.rowType.fields.values()].map((field) => field(v.row) as Val);
    return struct(v.type, cells, verb, f, depth, erroring);
  }
  if (v instanceof Pointer) {
    const nested = v.target instanceof List || v.target instanceof Dict || v.target instanceof Struct;
    if (depth === 0 && nested) return `&${value(v.target, verb, f, depth + 1, erroring)}`;
    return pointer(v, verb, f);
  }
  return v instanceof Moment ? (stringOf(v) ?? "") : bad(v, verb, f);
}

function scalar(v: Scalar, verb: string, f: Verb): string | undefined {
  const { kind } = v.type;
  if (typeof v.v === "string") return text(v.v, verb, f);
  if (typeof v.v === "boolean") return verb === "t" || verb === "v" ? f.pad(String(v.v)) : undefined;
  if (typeof v.v === "bigint") return integer(v.v, verb, f, !isUint(kind));
  if (typeof v.v === "number") return float(v.v, verb, f, kind === "float32");
  return complex(v.v, verb, f);
}

function text(s: string, verb: string, f: Verb): string | undefined {
  switch (verb) {
    case "v":
      return f.sharpV ? f.quoted(s) : f.text(s);
    case "s":
      return f.text(s);
    case "q":
      return f.quoted(s);
    case "x":
    case "X":
      return f.hex(s, verb === "X");
    default:
      return undefined;
  }
}

const BASES: Record<string, number> = { d: 10, v: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

function integer(n: bigint, verb: string, f: Verb, signed: boolean): string | undefined {
  if (verb === "v" && f.sharpV && !signed) return hex0x(n, f);
  const base = BASES[verb];
  if (base !== undefined) return f.integer(n, base, verb);
  if (verb === "c") return f.char(n);
  if (verb === "q") return f.quotedChar(n);
  return verb === "U" ? f.unicode(n) : undefined;
}

/** With `0x` before it, whatever the flag says. */
function hex0x(n: bigint, f: Verb, prefix = true): string {
  const { sharp } = f;
  f.sharp = prefix;
  const out = f.integer(n, 16, "v");
  f.sharp = sharp;
  return out;
}

function float(n: number, verb: string, f: Verb, single: boolean): string | undefined {
  switch (verb) {
    case "v":
      return f.float(n, "g", -1, single);
    case "b":
    case "g":
    case "G":
    case "x":
    case "X":
      return f.float(n, verb, -1, single);
    case "f":
    case "F":
      return f.float(n, "f", 6, single);
    case "e":
    case "E":
      return f.float(n, verb, 6, single);
    default:
      return undefined;
  }
}

function complex([re, im]: readonly [number, number], verb: string, f: Verb): string | undefined {
  const first = float(re, verb, f, false);
  if (first === undefined) return undefined;
  const { plus } = f;
  f.plus = true;
  const second = float(im, verb, f, false);
  f.plus = plus;
  return `(${first}${second}i)`;
}

function list(v: List, verb: string, f: Verb, depth: number, erroring: boolean): string {
  const isNil = v.items === null && v.type.kind === "slice";
  if ((v.type.elem as GoType).kind === "uint8") {
    const bytes = Uint8Array.from((v.items ?? []) as Scalar[], (b) => Number(b.v));
    if (verb === "x" || verb === "X") return f.hex(bytes, verb === "X");
    if (verb === "s" || verb === "q") return text(decode(bytes), verb, f) as string;
  }
  const items = Array.from({ length: v.length }, (_, i) => value(v.at(i), verb, f, depth + 1, erroring));
  if (!f.sharpV) return `[${items.join(" ")}]`;
  // A []byte handed to printf itself is called so; inside other values it is not.
  const name = depth === 0 && v.type.name === "[]uint8" ? "[]byte" : v.type.name;
  return isNil ? `${name}(nil)` : `${name}{${items.join(", ")}}`;
}

function dict(v: Dict, verb: string, f: Verb, depth: number, erroring: boolean): string {
  const each = (key: string) => {
    const k = value(v.key(key), verb, f, depth + 1, erroring);
    return `${k}:${value(v.get(key), verb, f, depth + 1, erroring)}`;
  };
  if (!f.sharpV) return `map[${v.keys().map(each).join(" ")}]`;
  return v.entries === null ? `${v.type.name}(nil)` : `${v.type.name}{${v.keys().map(each).join(", ")}}`;
}

function struct(type: GoType, values: readonly Val[], verb: string, f: Verb, depth: number, erroring: boolean): string {
  const cells = values.map((cell, i) => {
    const shown = value(cell, verb, f, depth + 1, erroring);
    const name = f.plusV || f.sharpV ? type.fields?.[i]?.name : undefined;
    return name === undefined ? shown : `${name}:${shown}`;
  });
  return f.sharpV ? `${type.name}{${cells.join(", ")}}` : `{${cells.join(" ")}}`;
}

/** An address. There is none here; what is printed has the form of one and is the same for the same value. */
const ADDRESSES = new WeakMap<object, bigint>();
let nextAddress = 0xc000100000n;

function addressOf(v: Val): bigint {
  if (v instanceof Pointer && v.target === undefined) return 0n;
  if (v === undefined || typeof v !== "object") return 0n;
  let at = ADDRESSES.get(v);
  if (at === undefined) {
    at = nextAddress;
    nextAddress += 16n;
    ADDRESSES.set(v, at);
  }
  return at;
}

function pointer(v: Val, verb: string, f: Verb): string {
  if (!(v instanceof Pointer || v instanceof Dict || (v instanceof List && v.type.kind === "slice"))) return bad(v, verb, f);
  const address = addressOf(v);
  if (verb === "p") return hex0x(address, f, !f.sharp);
  if (verb === "v" && f.sharpV) return `(${v.type.name})(${address === 0n ? "nil" : hex0x(address, f)})`;
  if (verb === "v") return address === 0n ? f.pad("<nil>") : hex0x(address, f, !f.sharp);
  return ("bodxX".includes(verb) ? integer(address, verb, f, false) : undefined) ?? bad(v, verb, f);
}
