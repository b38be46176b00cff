/** `--format`: the ready formats, and the fields that a template can name. */

import type { Root } from "../../format/template/layout.js";
import type { Field, GoType } from "../../format/template/types.js";
import type { Flags } from "../flags.js";
import { viewOf } from "../list.js";
import type { AnyCommand, AnyView } from "../spec.js";
import { type Answer, Directive, NOTHING, only } from "./answer.js";
import { OBJECT_TYPES } from "./known-words.js";

/** A field; `inner`: it has fields of its own. */
interface Known {
  name: string;
  about: string;
  inner?: boolean;
}

/** Fields below a field path ("" or "State"). */
type Fields = (below: string) => Promise<Known[]>;

/** @param type value of `--type`, of `inspect` */
export async function formatValues(spec: AnyCommand | undefined, typed: string, type: string | undefined): Promise<Answer> {
  const view = spec && viewIn(spec);
  const root = spec?.path === "inspect" ? ((OBJECT_TYPES.find((one) => one === type) ?? "container") as Root) : spec?.root;
  const fields = view ? columnsOf(view) : root && (await layoutOf(root));
  if (!fields) return NOTHING;
  const action = /^(.*\{\{(?:[^{}]*[\s(])?)(\.[\w.]*)?$/s.exec(typed);
  if (action) {
    const [, before = "", name = "."] = action;
    return inAction(before, name.slice(1), fields);
  }
  const ready = view ? ["table", "json", "yaml"] : ["json", "yaml"];
  const first = await fields("");
  return only([...ready.map((value) => ({ value })), ...first.map(({ name, about }) => ({ value: `{{.${name}}}`, about }))]);
}

/** Behind `{{`: each field, with what must follow it: a dot where there is more below, else the end of the action. */
async function inAction(before: string, name: string, fields: Fields): Promise<Answer> {
  const below = name.slice(0, name.lastIndexOf(".") + 1);
  const found = await fields(below.slice(0, -1));
  // `{{json .State` may end there, and need not.
  const simple = /\{\{\s?$/.test(before);
  const end = (inner: boolean | undefined) => (!simple ? "" : inner ? "." : "}}");
  const candidates = found.map((one) => ({ value: `${before}.${below}${one.name}${end(one.inner)}`, about: one.about }));
  return only(candidates, Directive.noFiles | Directive.noSpace);
}

/** The view of what the command prints; of several, the one without flags. */
function viewIn({ list, view, flags }: AnyCommand): AnyView | undefined {
  if (!list) return view;
  return viewOf(list, Object.fromEntries(Object.entries(flags as Flags).map(([key, { def }]) => [key, def])));
}

function columnsOf({ columns }: AnyView): Fields {
  return async (below) => (below === "" ? Object.entries(columns).map(([name, { header }]) => ({ name, about: header })) : []);
}

async function layoutOf(root: Root): Promise<Fields> {
  const { rootType } = await import("../../format/template/layout.js");
  return async (below) => {
    let type: GoType | undefined = rootType(root);
    for (const step of below === "" ? [] : below.split(".")) type = fieldsOf(type).find(({ name }) => name === step)?.type;
    return fieldsOf(type).map((field) => ({ name: field.name, about: field.type.name, inner: fieldsOf(field.type).length > 0 }));
  };
}

/** A struct's fields, also through a pointer; those of embedded structs stand among them. */
function fieldsOf(type: GoType | undefined): readonly Field[] {
  const struct = type?.kind === "pointer" ? type.elem : type;
  return (struct?.fields ?? []).flatMap((field) => (field.embedded ? fieldsOf(field.type) : [field]));
}
