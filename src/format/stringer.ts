/** Template values of cells that are Go structs with a String method (see StringerType). */
import { type GoType, named, pointerTo, STRING, STRINGS } from "./template/types.js";
import { type GoValue, List, Pointer, Struct, type Val } from "./template/value.js";
import type { StringerType } from "./view.js";

/** A struct that remembers the object it was made of. */
class Held extends Struct {
  constructor(
    type: GoType,
    values: readonly Val[],
    readonly object: unknown,
  ) {
    super(type, values);
  }
}

function goType({ name, fields, lists = [], string }: StringerType): GoType {
  const members = Object.entries(fields).map(([go, json]) => ({
    name: go,
    json,
    type: lists.includes(go) ? STRINGS : STRING,
    omitempty: json !== "architecture" && json !== "os",
    embedded: false,
  }));
  const type = named(name, { kind: "struct", name: "", defined: false, shape: name, fields: members });
  type.methods = { String: { params: [], call: (self: Held) => string(self.object) } };
  return type;
}

/** A pointer to the struct; null is the nil pointer. */
export function stringerValue(described: StringerType, object: unknown): GoValue {
  const type = goType(described);
  const pointer = pointerTo(type);
  if (object === null || object === undefined) return new Pointer(pointer, undefined);
  const held = object as Record<string, unknown>;
  const values = Object.entries(described.fields).map(([go, json]) => {
    if (described.lists?.includes(go)) return new List(STRINGS, (held[json] as string[] | undefined) ?? null);
    return String(held[json] ?? "");
  });
  return new Pointer(pointer, new Held(type, values, object));
}
