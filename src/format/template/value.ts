/**
 * Values of templates. The common Go types are plain JS values, so that rows of strings cost nothing:
 *   undefined = no value (nil, a missing key) · string · boolean · number = int when whole, else float64 · bigint = int
 * Every other type is one of the classes below, which carries its Go type.
 */
import { JsonNumber } from "../../values/json/tree.js";
import { compareBytes } from "../../values/utf8.js";
import { ANY, ANY_MAP, ANY_SLICE, BOOL, type Field, FLOAT64, type GoType, INT, JSON_NUMBER, type Kind, STRING } from "./types.js";

export type Val = undefined | string | boolean | number | bigint | GoValue;

export abstract class GoValue {
  constructor(readonly type: GoType) {}
}

/** A number, string or bool of a named or sized type. Integers are bigint, floats number, complex numbers a pair. */
export class Scalar extends GoValue {
  constructor(
    type: GoType,
    readonly v: string | boolean | number | bigint | readonly [number, number],
  ) {
    super(type);
  }
}

/** What stands in an interface {}: an element of a decoded JSON array or object. Nil when `inner` is undefined. */
export class Iface extends GoValue {
  constructor(readonly inner: Val) {
    super(ANY);
  }
}

/** A slice (nil when `items` is null) or an array. Elements of interface type are kept as they came (JSON or plain JS). */
export class List extends GoValue {
  constructor(
    type: GoType,
    readonly items: readonly unknown[] | null,
  ) {
    super(type);
  }
  get length(): number {
    return this.items?.length ?? 0;
  }
  at(i: number): Val {
    return element(this.type.elem as GoType, this.items?.[i]);
  }
}

/** A map with keys of a string kind; nil when `entries` is null. */
export class Dict extends GoValue {
  #sorted: string[] | undefined;
  constructor(
    type: GoType,
    readonly entries: ReadonlyMap<string, unknown> | null,
  ) {
    super(type);
  }
  get size(): number {
    return this.entries?.size ?? 0;
  }
  has(key: string): boolean {
    return this.entries?.has(key) ?? false;
  }
  get(key: string): Val {
    return element(this.type.elem as GoType, this.entries?.get(key));
  }
  /** Keys in the order Go prints and ranges over them: by their bytes. */
  keys(): readonly string[] {
    this.#sorted ??= [...(this.entries?.keys() ?? [])].sort(compareBytes);
    return this.#sorted;
  }
  key(name: string): Val {
    const type = this.type.key as GoType;
    return type === STRING ? name : new Scalar(type, name);
  }
}

export class Struct extends GoValue {
  readonly #read: ((field: number) => Val) | undefined;
  readonly #values: Val[];

  /** @param values in the order of the type's fields; or what reads one, once, when it is first asked for */
  constructor(type: GoType, values: readonly Val[] | ((field: number) => Val)) {
    super(type);
    this.#read = typeof values === "function" ? values : undefined;
    this.#values = typeof values === "function" ? [] : [...values];
  }

  /** The value of the field with that index. */
  at(field: number): Val {
    if (this.#read && !(field in this.#values)) this.#values[field] = this.#read(field);
    return this.#values[field];
  }

  /** Of all fields, in their order. */
  get values(): readonly Val[] {
    return (this.type.fields ?? []).map((_, i) => this.at(i));
  }
}

/** A moment: the value of a time.Time. Nanoseconds since the epoch, and the offset it was written with. */
export class Moment extends GoValue {
  constructor(
    type: GoType,
    readonly nanos: bigint,
    /** Seconds east of UTC; undefined is UTC itself. */
    readonly offset: number | undefined,
  ) {
    super(type);
  }
}

/** A pointer; nil when `target` is undefined. */
export class Pointer extends GoValue {
  constructor(
    type: GoType,
    readonly target: Val,
  ) {
    super(type);
  }
}

const PLAIN_TYPES: Record<string, GoType> = { string: STRING, boolean: BOOL, bigint: INT };

/** The Go type of a value. The invalid value has none. */
export function typeOf(v: Exclude<Val, undefined>): GoType {
  if (v instanceof GoValue) return v.type;
  if (typeof v === "number") return Number.isInteger(v) ? INT : FLOAT64;
  return PLAIN_TYPES[typeof v] as GoType;
}

export function kindOf(v: Val): Kind | "invalid" {
  return v === undefined ? "invalid" : typeOf(v).kind;
}

/** A value from what a program holds: decoded JSON (json.ts), plain JS, or a template value already. */
export function fromAny(v: unknown): Val {
  switch (typeof v) {
    case "string":
    case "boolean":
    case "number":
    case "bigint":
      return v;
    case "object":
      break;
    default:
      return undefined;
  }
  if (v === null) return undefined;
  if (v instanceof GoValue) return v instanceof Iface ? v.inner : v;
  if (v instanceof JsonNumber) return new Scalar(JSON_NUMBER, v.text);
  if (v instanceof Map) return new Dict(ANY_MAP, v);
  if (Array.isArray(v)) return new List(ANY_SLICE, v);
  return new Dict(ANY_MAP, new Map(Object.entries(v)));
}

function element(type: GoType, item: unknown): Val {
  if (type === ANY) return item instanceof Iface ? item : new Iface(fromAny(item));
  return item as Val;
}

export function unwrap(v: Val): Val {
  return v instanceof Iface ? v.inner : v;
}

/** Follows pointers and interfaces down to a value; `isNil` when one of them is nil, the value is then that nil. */
export function indirect(v: Val): { v: Val; isNil: boolean } {
  let at = v;
  for (;;) {
    if (at instanceof Pointer) {
      if (at.target === undefined) return { v: at, isNil: true };
      at = at.target;
    } else if (at instanceof Iface) {
      if (at.inner === undefined) return { v: at, isNil: true };
      at = at.inner;
    } else return { v: at, isNil: false };
  }
}

/** Truth of a value: not the zero value of its type. Structs are always true. */
export function isTrue(v: Val): boolean {
  switch (typeof v) {
    case "string":
      return v.length > 0;
    case "boolean":
      return v;
    case "number":
      return v !== 0;
    case "bigint":
      return v !== 0n;
    case "undefined":
      return false;
    default:
      if (v instanceof Scalar) return Array.isArray(v.v) ? v.v[0] !== 0 || v.v[1] !== 0 : Boolean(v.v);
      if (v instanceof List) return v.length > 0;
      if (v instanceof Dict) return v.size > 0;
      if (v instanceof Pointer) return v.target !== undefined;
      if (v instanceof Iface) return v.inner !== undefined;
      return true;
  }
}

/** A nil of a type that can be nil, or no value at all. */
export function isNil(v: Val): boolean {
  if (v === undefined) return true;
  if (v instanceof List) return v.items === null && v.type.kind === "slice";
  if (v instanceof Dict) return v.entries === null;
  if (v instanceof Pointer) return v.target === undefined;
  return v instanceof Iface && v.inner === undefined;
}

/** The zero value of a type. */
export function zero(type: GoType): Val {
  switch (type.kind) {
    case "bool":
      return type === BOOL ? false : new Scalar(type, false);
    case "string":
      return type === STRING ? "" : new Scalar(type, "");
    case "interface":
      return new Iface(undefined);
    case "value":
      return undefined;
    case "slice":
      return new List(type, null);
    case "array":
      return new List(
        type,
        Array.from({ length: type.length ?? 0 }, () => zero(type.elem as GoType)),
      );
    case "map":
      return new Dict(type, null);
    case "pointer":
    case "func":
      return new Pointer(type, undefined);
    case "struct":
      if (type.name === "time.Time") return new Moment(type, YEAR_ONE, undefined);
      return new Struct(
        type,
        (type.fields ?? []).map((f: Field) => zero(f.type)),
      );
    case "float32":
    case "float64":
      return new Scalar(type, 0);
    case "complex128":
      return new Scalar(type, [0, 0]);
    default:
      return type === INT ? 0 : new Scalar(type, 0n);
  }
}

/** 0001-01-01T00:00:00Z, Go's zero time, in nanoseconds since the epoch. */
export const YEAR_ONE = -62135596800n * 1_000_000_000n;
