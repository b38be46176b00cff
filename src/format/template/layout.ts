/** Go types from the layouts of the Engine API. Loaded only when a template is evaluated on a typed answer. */
import { KINDS, ROOTS, STRUCTS } from "../layouts.gen.js";
import { withMethods } from "./methods.js";
import { ANY, arrayOf, basic, type Field, type GoType, intern, type Kind, known, mapOf, named, pointerTo, sliceOf } from "./types.js";

/** Kinds of answers that have a layout. */
export type Root = keyof typeof ROOTS;

const BASIC = new Set<string>([
  "bool",
  "string",
  "int",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "float32",
  "float64",
]);

/** The type that an answer of the kind decodes into. */
export function rootType(root: Root): GoType {
  return parseType(ROOTS[root]);
}

/** Reads a type expression: `map[string]*network.EndpointSettings`. */
export function parseType(text: string): GoType {
  const existing = known(text);
  if (existing !== undefined) return existing;
  if (BASIC.has(text)) return basic(text as Kind);
  if (text === "interface {}") return ANY;
  if (text.startsWith("*")) return pointerTo(parseType(text.slice(1)));
  if (text.startsWith("[]")) return sliceOf(parseType(text.slice(2)));
  const array = /^\[(\d+)\](.*)$/s.exec(text);
  if (array !== null) return arrayOf(Number(array[1]), parseType(array[2] as string));
  if (text.startsWith("map[")) {
    const close = text.indexOf("]");
    return mapOf(parseType(text.slice(4, close)), parseType(text.slice(close + 1)));
  }
  if (text.startsWith("struct {")) return struct(text, false, () => inlineFields(text));
  const kind = KINDS[text];
  if (kind !== undefined) return withMethods(named(text, parseType(kind)));
  const lines = STRUCTS[text];
  if (lines === undefined) throw new Error(`no layout for ${text}`);
  return withMethods(struct(text, true, () => (lines === "" ? [] : lines.split("\n").map(readField))));
}

/** A struct whose fields are read when they are first asked for: types may hold themselves. */
function struct(name: string, defined: boolean, read: () => Field[]): GoType {
  return intern(name, () => {
    let fields: Field[] | undefined;
    return {
      kind: "struct",
      name,
      defined,
      shape: name,
      get fields() {
        fields ??= read();
        return fields;
      },
    };
  });
}

function readField(line: string): Field {
  const [name = "", json = "", type = "", flags = ""] = line.split("|");
  const embedded = flags.includes("e");
  return { name, json: json || (embedded ? "" : name), type: parseType(type), omitempty: flags.includes("o"), embedded };
}

/** `struct { Content int64 "json:\"Content\""; Total int64 }` */
function inlineFields(text: string): Field[] {
  const out: Field[] = [];
  for (const [, name = "", type = "", tag = ""] of text.matchAll(/[{;] (\w+) ([^";}]+?)(?: "json:\\"([^"\\]*)\\"")?(?=;| })/g)) {
    const [json = "", ...options] = tag.split(",");
    out.push({ name, json: json || name, type: parseType(type), omitempty: options.includes("omitempty"), embedded: false });
  }
  return out;
}
