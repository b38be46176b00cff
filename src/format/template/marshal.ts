/** Template values as JSON, the way Go marshals their types: fields in order, omitempty, embedded structs flattened. */
import { marshalEntries, quoteJson } from "../../values/json/encode.js";
import { CallError } from "./function.js";
import { RowValue } from "./row.js";
import type { GoType } from "./types.js";
import { Dict, fromAny, Iface, isNil, isTrue, List, Pointer, Scalar, Struct, type Val } from "./value.js";

/** Types with a form of their own; returns the JSON text. */
const FORMS = new Map<string, (v: Val) => string>();

/** Says how values of a type are written. */
export function setJsonForm(type: string, form: (v: Val) => string): void {
  FORMS.set(type, form);
}

/** Throws CallError for what JSON cannot hold (complex numbers, infinities). */
export function marshalValue(v: Val, escapeHtml: boolean): string {
  switch (typeof v) {
    case "undefined":
      return "null";
    case "string":
      return quoteJson(v, escapeHtml);
    case "number":
      return number(v);
    case "boolean":
    case "bigint":
      return String(v);
  }
  const form = FORMS.get(v.type.name);
  if (form !== undefined) return form(v);
  if (v instanceof Scalar) return scalar(v, escapeHtml);
  if (v instanceof Iface) return marshalValue(v.inner, escapeHtml);
  if (v instanceof Pointer) return marshalValue(v.target, escapeHtml);
  if (v instanceof List) return list(v, escapeHtml);
  if (v instanceof Dict) {
    if (v.entries === null) return "null";
    return marshalEntries(
      v.keys().map((k) => [k, v.get(k)] as const),
      (e) => marshalValue(e, escapeHtml),
      escapeHtml,
    );
  }
  if (v instanceof RowValue) return row(v);
  return v instanceof Struct ? marshalStruct(v, escapeHtml) : "null";
}

function number(n: number): string {
  if (!Number.isFinite(n)) throw new CallError(`json: unsupported value: ${Number.isNaN(n) ? "NaN" : n > 0 ? "+Inf" : "-Inf"}`);
  return Object.is(n, -0) ? "-0" : String(n);
}

function scalar(v: Scalar, escapeHtml: boolean): string {
  if (Array.isArray(v.v)) throw new CallError(`json: unsupported type: ${v.type.name}`);
  if (v.type.name === "json.Number") return v.v === "" ? "0" : String(v.v);
  if (typeof v.v === "string") return quoteJson(v.v, escapeHtml);
  return typeof v.v === "number" ? number(v.v) : String(v.v);
}

function list(v: List, escapeHtml: boolean): string {
  if (v.items === null) return "null";
  const elem = v.type.elem as GoType;
  if (v.type.kind === "slice" && elem.kind === "uint8") {
    return `"${Buffer.from((v.items as Scalar[]).map((b) => Number(b.v))).toString("base64")}"`;
  }
  return `[${v.items.map((_, i) => marshalValue(v.at(i), escapeHtml)).join(",")}]`;
}

/** A struct by its fields, whatever form its type has. */
export function marshalStruct(s: Struct, escapeHtml: boolean): string {
  return `{${members(s, escapeHtml).join(",")}}`;
}

/** `"name":value` of every field that is written, those of embedded structs in their place. */
function members(s: Struct, escapeHtml: boolean): string[] {
  const out: string[] = [];
  (s.type.fields ?? []).forEach((field, i) => {
    const v = s.at(i);
    if (field.json.startsWith("-")) return;
    if (field.embedded && field.json === "") {
      const target = v instanceof Pointer ? v.target : v;
      if (target instanceof Struct) out.push(...members(target, escapeHtml));
      return;
    }
    // omitempty never leaves out a struct.
    if (field.omitempty && (isNil(v) || !isTrue(v))) return;
    out.push(`${quoteJson(field.json, escapeHtml)}:${marshalValue(v, escapeHtml)}`);
  });
  return out;
}

/** A row's fields by name. Go writes them with a marshaller of their own, which always escapes HTML. */
function row(v: RowValue): string {
  let out = "";
  for (const [name, key] of v.rowType.sorted) {
    const value = fromAny((v.rowType.inJson.get(name) ?? v.rowType.fields.get(name))?.(v.row));
    out += `${out === "" ? "{" : ","}${key}:${marshalValue(value, true)}`;
  }
  return out === "" ? "{}" : `${out}}`;
}
