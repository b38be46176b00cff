/** `--format`: the ready formats, and the fields that a template can name. */

import type { Root } from "../../format/template/layout.js";
import type { Field, GoType } from "../../format/template/types.js";
import type { View } from "../../format/view.js";
import { type Answer, Directive, NOTHING, only } from "./answer.js";
import { OBJECT_TYPES } from "./known-words.js";

// biome-ignore lint/suspicious/noExplicitAny: views of whatever rows
type AnyView = View<any>;

/** Lists, by their commands. */
const VIEWS: Readonly<Record<string, () => Promise<AnyView>>> = {
  "container ls": async () => (await import("../../format/views/container.js")).containerView,
  "container stats": async () => (await import("../../commands/container/stats-view.js")).statsView(false),
  "context ls": async () => (await import("../../commands/context/view.js")).contextView,
  "image history": async () => (await import("../../commands/image/history-view.js")).historyView(true),
  "image ls": async () => (await import("../../format/views/image.js")).imageView,
  "network ls": async () => (await import("../../commands/network/view.js")).networkView,
  "plugin ls": async () => (await import("../../commands/plugin/view.js")).pluginView,
  search: async () => (await import("../../commands/registry/search-view.js")).searchView,
  "system df": async () => (await import("../../commands/system/df-summary.js")).summaryView,
  "volume ls": async () => (await import("../../format/views/volume.js")).volumeView,
};

/** Commands that print whole objects: what a template sees. */
const ROOTS: Readonly<Record<string, Root>> = {
  "container inspect": "container",
  "context inspect": "context",
  "image inspect": "image",
  "network inspect": "network",
  "plugin inspect": "plugin",
  "system events": "event",
  "system info": "dockerInfo",
  version: "versionInfo",
  "volume inspect": "volume",
};

/** A field; `inner`: it has fields of its own. */
interface Known {
  name: string;
  about: string;
  inner?: boolean;
}

/** Fields below a field path ("" or "State"). */
type Fields = (below: string) => Promise<Known[]>;

/**
 * @param path the command's, canonical
 * @param type value of `--type`, of `inspect`
 */
export async function formatValues(path: string, typed: string, type: string | undefined): Promise<Answer> {
  const view = VIEWS[path];
  const root = path === "inspect" ? ((OBJECT_TYPES.find((one) => one === type) ?? "container") as Root) : ROOTS[path];
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

function columnsOf(load: () => Promise<AnyView>): Fields {
  return async (below) => {
    const { columns } = await load();
    return below === "" ? Object.entries(columns).map(([name, { header }]) => ({ name, about: header })) : [];
  };
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
