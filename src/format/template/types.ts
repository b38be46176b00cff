/**
 * Go types as templates see them: what `%T` prints, what a function takes, what a field chain may reach.
 * Types are interned by name, so two values have the same type exactly when their `type` is the same object.
 */

export type Kind =
  | "bool"
  | "int"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "uintptr"
  | "float32"
  | "float64"
  | "complex128"
  | "string"
  | "slice"
  | "array"
  | "map"
  | "struct"
  | "pointer"
  | "interface"
  | "func"
  /** reflect.Value: a parameter that takes anything, the invalid value included. */
  | "value";

export interface Field {
  readonly name: string;
  /** Key in JSON; "" for an embedded struct, whose fields stand among those of its owner; "-" is left out, "-name" is read but not written. */
  readonly json: string;
  readonly type: GoType;
  readonly omitempty: boolean;
  readonly embedded: boolean;
}

/** `self` is the receiver's payload as a template value; the arguments already have the types of `params`. */
export interface Method {
  readonly params: readonly GoType[];
  // biome-ignore lint/suspicious/noExplicitAny: values and types know each other; the value side names it Val
  call(self: any, ...args: any[]): unknown;
  /** Declared on the pointer: a value that is not addressable does not have it when it is printed. */
  readonly onPointer?: boolean;
}

export interface GoType {
  readonly kind: Kind;
  /** As `%T` and error texts print it. */
  readonly name: string;
  /** Has a name of its own (type X ...), unlike []string. */
  readonly defined: boolean;
  /** Name of the type without its own name: two types of one shape are assignable if one of them is not defined. */
  readonly shape: string;
  readonly elem?: GoType;
  readonly key?: GoType;
  /** Of an array. */
  readonly length?: number;
  /** Of a struct, in order of declaration. */
  readonly fields?: readonly Field[];
  methods?: Readonly<Record<string, Method>>;
}

const interned = new Map<string, GoType>();

/** The one type of that name, made by `make` when it is asked for first. */
export function intern(name: string, make: () => GoType): GoType {
  let type = interned.get(name);
  if (type === undefined) {
    type = make();
    interned.set(name, type);
  }
  return type;
}

export function known(name: string): GoType | undefined {
  return interned.get(name);
}

/** A type that is its own shape: string, int, ... */
export function basic(kind: Kind): GoType {
  return intern(kind, () => ({ kind, name: kind, defined: true, shape: kind }));
}

export function sliceOf(elem: GoType): GoType {
  const name = `[]${elem.name}`;
  return intern(name, () => ({ kind: "slice", name, defined: false, shape: name, elem }));
}

export function arrayOf(length: number, elem: GoType): GoType {
  const name = `[${length}]${elem.name}`;
  return intern(name, () => ({ kind: "array", name, defined: false, shape: name, elem, length }));
}

export function mapOf(key: GoType, elem: GoType): GoType {
  const name = `map[${key.name}]${elem.name}`;
  return intern(name, () => ({ kind: "map", name, defined: false, shape: name, key, elem }));
}

export function pointerTo(elem: GoType): GoType {
  const name = `*${elem.name}`;
  return intern(name, () => ({ kind: "pointer", name, defined: false, shape: name, elem }));
}

/** A type with a name of its own over the shape of another (type NetworkMode string). */
export function named(name: string, under: GoType): GoType {
  return intern(name, () => ({ ...under, name, defined: true, shape: under.shape, methods: undefined }));
}

export const BOOL = basic("bool");
export const INT = basic("int");
export const INT64 = basic("int64");
export const UINT8 = basic("uint8");
export const FLOAT64 = basic("float64");
export const COMPLEX = basic("complex128");
export const STRING = basic("string");
export const VALUE: GoType = { kind: "value", name: "reflect.Value", defined: true, shape: "reflect.Value" };
export const ANY = intern("interface {}", () => ({
  kind: "interface",
  name: "interface {}",
  defined: false,
  shape: "interface {}",
}));
export const STRINGS = sliceOf(STRING);
export const ANY_SLICE = sliceOf(ANY);
export const ANY_MAP = mapOf(STRING, ANY);
/** A number of a JSON text that was read with its digits kept: a string to Go, so it equals no number. */
export const JSON_NUMBER = named("json.Number", STRING);
export const TIME: GoType = intern("time.Time", () => ({
  kind: "struct",
  name: "time.Time",
  defined: true,
  shape: "time.Time",
  fields: [],
}));

export function isInt(kind: Kind): boolean {
  return kind === "int" || kind === "int64" || kind === "int32" || kind === "int16" || kind === "int8";
}

export function isUint(kind: Kind): boolean {
  return kind === "uint" || kind === "uint64" || kind === "uint32" || kind === "uint16" || kind === "uint8" || kind === "uintptr";
}

export function isFloat(kind: Kind): boolean {
  return kind === "float64" || kind === "float32";
}

/** May the zero value of the type be nil? */
export function canBeNil(type: GoType): boolean {
  switch (type.kind) {
    case "func":
    case "interface":
    case "map":
    case "pointer":
    case "slice":
    case "value":
      return true;
    default:
      return false;
  }
}

/** Go's assignability, as far as values of templates can tell. */
export function assignable(from: GoType, to: GoType): boolean {
  if (from === to || to.kind === "interface") return true;
  return from.shape === to.shape && (!from.defined || !to.defined);
}

/** A field of a struct by its Go name: its own first, then those of embedded structs. The path leads there. */
export function findField(type: GoType, name: string): readonly number[] | undefined {
  const fields = type.fields ?? [];
  for (let i = 0; i < fields.length; i++) if (fields[i]?.name === name) return [i];
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i];
    if (!field?.embedded) continue;
    const inner = findField(field.type.kind === "pointer" ? (field.type.elem as GoType) : field.type, name);
    if (inner !== undefined) return [i, ...inner];
  }
  return undefined;
}
