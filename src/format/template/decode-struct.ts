/** Decoded JSON objects into structs: which key is read for which field. */
import type { Plain } from "../../values/json/plain.js";
import { isObject, misfit, type PlainObject } from "./decode-misfit.js";
import type { Field, GoType } from "./types.js";
import { Pointer, Struct, type Val, zero } from "./value.js";

/** Reads a value of one type. Throws DecodeError. */
export type Decoder = (json: Exclude<Plain, null>) => Val;

/** Members of an object whose keys no field has exactly, by key in lower case: Go takes those too. */
type Strays = ReadonlyMap<string, Plain> | undefined;

/** Reads the members of an object that are for one struct, or for one field of it. */
type Reader<V> = (json: PlainObject, strays: Strays) => V;

const isEmbedded = ({ embedded, json }: Field) => embedded && json === "";
/** "-name" is read but never written. */
const keyOf = ({ json }: Field) => (json.length > 1 && json[0] === "-" ? json.slice(1) : json);
/** The struct of an embedded field, which may point at it. */
const structOf = ({ type }: Field) => (type.kind === "pointer" ? (type.elem as GoType) : type);

/** The keys of all fields, those of embedded structs among them. */
function keysOf(type: GoType): string[] {
  return (type.fields ?? []).flatMap((field) => (isEmbedded(field) ? keysOf(structOf(field)) : keyOf(field)));
}

/** Undefined where the object has no such member. */
function find(json: PlainObject, strays: Strays, key: string): Plain | undefined {
  const exact = json[key];
  return exact === undefined && strays !== undefined ? strays.get(key.toLowerCase()) : exact;
}

/** @param decoderOf what reads values of a field's type */
export function structDecoder(type: GoType, decoderOf: (type: GoType) => Decoder): Decoder {
  const read = structReader(type, decoderOf);
  let known: Set<string> | undefined;
  return (json) => {
    if (!isObject(json)) return misfit(json, type);
    known ??= new Set(keysOf(type));
    let strays: Map<string, Plain> | undefined;
    for (const key of Object.keys(json)) {
      if (known.has(key)) continue;
      strays ??= new Map();
      strays.set(key.toLowerCase(), json[key] as Plain);
    }
    return read(json, strays);
  };
}

/** A field is looked at when it is asked for: of the hundreds of a container most templates want one or two. */
function structReader(type: GoType, decoderOf: (type: GoType) => Decoder): Reader<Struct> {
  const readers: Reader<Val>[] = [];
  const readerOf = (i: number) => {
    readers[i] ??= fieldReader((type.fields ?? [])[i] as Field, decoderOf);
    return readers[i];
  };
  return (json, strays) => new Struct(type, (i) => readerOf(i)(json, strays));
}

function fieldReader(field: Field, decoderOf: (type: GoType) => Decoder): Reader<Val> {
  if (isEmbedded(field)) {
    const target = structOf(field);
    const read = structReader(target, decoderOf);
    if (target === field.type) return read;
    // A pointer: nil unless one of the struct's own fields is there.
    const keys = (target.fields ?? []).filter((inner) => inner.json !== "").map(keyOf);
    const isPresent: Reader<boolean> = (json, strays) => keys.some((key) => find(json, strays, key) !== undefined);
    return (json, strays) => (isPresent(json, strays) ? new Pointer(field.type, read(json, strays)) : zero(field.type));
  }
  if (field.json === "-") return () => zero(field.type);
  const key = keyOf(field);
  return (json, strays) => {
    const found = find(json, strays, key);
    return found === undefined || found === null ? zero(field.type) : decoderOf(field.type)(found);
  };
}
