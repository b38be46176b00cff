/** Fields of structs by their Go names, through embedded structs. */
import { findField, type GoType } from "./types.js";
import { Pointer, Struct, type Val, zero } from "./value.js";

/** A field by its Go name; embedded structs are searched. "nil" when the way leads through a nil pointer. */
export function structField(s: Struct, name: string): { v: Val } | "nil" | undefined {
  const path = findField(s.type, name);
  if (path === undefined) return undefined;
  let at: Val = s;
  for (const i of path) {
    if (at instanceof Pointer) at = at.target;
    if (!(at instanceof Struct)) return "nil";
    at = at.at(i);
  }
  return { v: at };
}

/** The embedded pointer that the way to a promoted field leads through. */
export function embeddedOwner(s: Struct, name: string): string {
  const field = s.type.fields?.find(
    (f) => f.embedded && f.type.kind === "pointer" && structField(zero(f.type.elem as GoType) as Struct, name),
  );
  return field?.name ?? name;
}
