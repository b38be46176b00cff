/** The functions that every Go template has. */
import { eq, le, lt } from "./compare.js";
import { escapeHtml, escapeJs, escapeQuery } from "./escape.js";
import { sprint, sprintf, sprintln } from "./fmt.js";
import { CallError, type Fn, type FuncMap } from "./function.js";
import { byteLength, encode, sliceBytes } from "./gostring.js";
import { printable } from "./print-value.js";
import { ANY, assignable, type GoType, STRING, sliceOf, UINT8, VALUE } from "./types.js";
import { Dict, type GoValue, indirect, isTrue, kindOf, List, Scalar, typeOf, unwrap, type Val, zero } from "./value.js";

function fn(params: readonly GoType[], call: (args: Val[], callee?: string) => Val, variadic = false): Fn {
  return { params, call, variadic };
}

/** A string's text, whatever its string type; undefined for anything else. */
function stringOf(v: Val): string | undefined {
  if (typeof v === "string") return v;
  return v instanceof Scalar && typeof v.v === "string" ? v.v : undefined;
}

/** An index into something of `capacity` elements. */
function position(index: Val, capacity: number): number {
  if (index === undefined) throw new CallError("cannot index slice/array with nil");
  const raw = index instanceof Scalar ? index.v : index;
  const whole = typeof raw === "bigint" || (typeof raw === "number" && kindOf(index) === "int");
  if (!whole) throw new CallError(`cannot index slice/array with type ${typeOf(index).name}`);
  if (raw < 0 || raw > capacity) throw new CallError(`index out of range: ${BigInt.asIntN(64, BigInt(raw as number))}`);
  return Number(raw);
}

/** The key of a map as the index gives it. */
function mapKey(index: Val, type: GoType): string {
  if (index === undefined) throw new CallError(`value is nil; should be of type ${type.name}`);
  const text = stringOf(index);
  if (text === undefined || !assignable(typeOf(index), type)) {
    throw new CallError(`value has type ${typeOf(index).name}; should be ${type.name}`);
  }
  return text;
}

function elementAt(item: Val, index: Val): Val {
  const text = stringOf(item);
  if (text !== undefined) {
    const bytes = encode(text);
    const i = position(index, bytes.length);
    if (i === bytes.length) throw new CallError("reflect: string index out of range");
    return new Scalar(UINT8, BigInt(bytes[i] as number));
  }
  if (item instanceof List) {
    const i = position(index, item.length);
    if (i === item.length) throw new CallError(`reflect: ${item.type.kind} index out of range`);
    return item.at(i);
  }
  if (item instanceof Dict) {
    const key = mapKey(index, item.type.key as GoType);
    return item.has(key) ? item.get(key) : zero(item.type.elem as GoType);
  }
  throw new CallError(`can't index item of type ${typeOf(item as GoValue).name}`);
}

function index([first, ...indexes]: Val[]): Val {
  let item = unwrap(first);
  if (item === undefined) throw new CallError("index of untyped nil");
  for (const i of indexes) {
    const { v, isNil } = indirect(item);
    if (isNil) throw new CallError("index of nil pointer");
    item = elementAt(v, unwrap(i));
  }
  return item;
}

function slice([first, ...indexes]: Val[]): Val {
  const item = unwrap(first);
  if (item === undefined) throw new CallError("slice of untyped nil");
  if (indexes.length > 3) throw new CallError(`too many slice indexes: ${indexes.length}`);
  const text = stringOf(item);
  if (text !== undefined && indexes.length === 3) throw new CallError("cannot 3-index slice a string");
  if (text === undefined && !(item instanceof List)) throw new CallError(`can't slice item of type ${typeOf(item).name}`);
  const length = text !== undefined ? byteLength(text) : (item as List).length;
  const [from = 0, to = length, capacity] = indexes.map((i) => position(i, length));
  if (from > to) throw new CallError(`invalid slice index: ${from} > ${to}`);
  if (capacity !== undefined && to > capacity) throw new CallError(`invalid slice index: ${to} > ${capacity}`);
  if (text !== undefined) {
    const cut = sliceBytes(text, from, to);
    return typeof item === "string" ? cut : new Scalar(typeOf(item), cut);
  }
  const list = item as List;
  const type = list.type.kind === "array" ? sliceOf(list.type.elem as GoType) : list.type;
  return new List(type, list.items === null ? null : list.items.slice(from, to));
}

function length([item]: Val[]): Val {
  const { v, isNil } = indirect(item);
  if (isNil) throw new CallError("len of nil pointer");
  const text = stringOf(v);
  if (text !== undefined) return byteLength(text);
  if (v instanceof List) return v.length;
  if (v instanceof Dict) return v.size;
  throw new CallError(v === undefined ? "reflect: call of reflect.Value.Type on zero Value" : `len of type ${typeOf(v).name}`);
}

function call([first]: Val[], callee = ""): Val {
  const f = unwrap(first);
  if (f === undefined) throw new CallError("call of nil");
  // No data of the client holds functions.
  throw new CallError(`non-function ${callee} of type ${typeOf(f).name}`);
}

/** The text that html, js and urlquery work on: a lone string as it is, else as print prints it. */
function printed(args: readonly Val[]): string {
  if (args.length === 1 && typeof args[0] === "string") return args[0];
  return sprint(args.map((v) => (v === undefined ? "<no value>" : printable(v))));
}

const TWO = [VALUE, VALUE];

export const builtins: FuncMap = {
  and: { params: [VALUE, VALUE], variadic: true, special: "and", call: () => undefined },
  or: { params: [VALUE, VALUE], variadic: true, special: "or", call: () => undefined },
  not: fn([VALUE], ([v]) => !isTrue(unwrap(v))),
  call: { params: [VALUE, VALUE], variadic: true, special: "call", call },
  eq: fn(TWO, (args) => eq(args), true),
  ne: fn(TWO, ([a, b]) => !eq([a, b])),
  lt: fn(TWO, ([a, b]) => lt(a, b)),
  le: fn(TWO, ([a, b]) => le(a, b)),
  gt: fn(TWO, ([a, b]) => !le(a, b)),
  ge: fn(TWO, ([a, b]) => !lt(a, b)),
  index: fn(TWO, index, true),
  slice: fn(TWO, slice, true),
  len: fn([VALUE], length),
  print: fn([ANY], (args) => sprint(args), true),
  println: fn([ANY], (args) => sprintln(args), true),
  printf: fn([STRING, ANY], ([format, ...args]) => sprintf(format as string, args), true),
  html: fn([ANY], (args) => escapeHtml(printed(args)), true),
  js: fn([ANY], (args) => escapeJs(printed(args)), true),
  urlquery: fn([ANY], (args) => escapeQuery(printed(args)), true),
};
