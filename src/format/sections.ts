/** Several lists as one value of a template: `system df -v --format '{{range .Images}}{{.ID}} {{end}}'`. Import this lazily. */

import { StatusError } from "../errors.js";
import { marshalValue } from "./template/marshal.js";
import { RowValue } from "./template/row.js";
import { parseTemplate, TemplateError } from "./template/template.js";
import { type GoType, intern, pointerTo, sliceOf } from "./template/types.js";
import { List, Pointer, Struct } from "./template/value.js";
import { explained, templateText, typeOfRows } from "./template-list.js";
import type { View, ViewOptions } from "./view.js";

// biome-ignore lint/suspicious/noExplicitAny: lists of whatever rows
export type Section = readonly [name: string, view: View<any>, rows: readonly unknown[]];

/**
 * The sections as a Go struct of slices, in that order.
 * @param name the struct's type in template errors, "formatter.diskUsageContext"
 */
function sectionsValue(name: string, sections: readonly Section[], options: ViewOptions): Pointer {
  const lists = sections.map(([, view, rows]) => {
    const type = typeOfRows(view, options);
    return new List(
      sliceOf(type.type),
      rows.map((row) => new RowValue(type, row)),
    );
  });
  const fields = sections.map(([field], i) => ({
    name: field,
    json: field,
    type: (lists[i] as List).type,
    omitempty: false,
    embedded: false,
  }));
  const struct: GoType = intern(name, () => ({ kind: "struct", name, defined: true, shape: name, fields }));
  return new Pointer(pointerTo(struct), new Struct(struct, lists));
}

/** `{"Images":[…],…}`. */
export function sectionsJson(name: string, sections: readonly Section[], options: ViewOptions): string {
  return marshalValue(sectionsValue(name, sections, options), true);
}

/**
 * Writes the text of a template in pieces: what came before an error too. Throws StatusError: a text that does not parse says
 * so, one that fails has Docker's bare words.
 */
export function writeSections(
  name: string,
  sections: readonly Section[],
  format: string,
  options: ViewOptions,
  write: (text: string) => void,
): void {
  const template = explained("template parsing error", () => parseTemplate(templateText(format)));
  try {
    template.execute(sectionsValue(name, sections, options), write);
  } catch (error) {
    if (error instanceof TemplateError) throw new StatusError(error.message, 1, { cause: error });
    throw error;
  }
}
