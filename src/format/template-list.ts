/** Lists through a Go template: rows one by one, and for `table TEMPLATE` the headers through the same template. */
import { StatusError } from "../errors.js";
import type { Output } from "../io/streams.js";
import { writeLines } from "./lines.js";
import { stringerValue } from "./stringer.js";
import { alignText, REFERENCE_LAYOUT } from "./tabwriter.js";
import { headerRow, RowValue, rowType } from "./template/row.js";
import { parseTemplate, type Template, TemplateError } from "./template/template.js";
import type { View, ViewOptions } from "./view.js";

const TABLE = "table";

/** The template in a format: without "table", without the spaces around it, `\t` and `\n` as what they stand for. */
export function templateText(format: string): string {
  const body = format.startsWith(TABLE) ? format.slice(TABLE.length) : format;
  return body.replace(/^ +| +$/g, "").replace(/\\([tn])/g, (_, letter) => (letter === "t" ? "\t" : "\n"));
}

/** Runs `body`; an error of the template gets `what` in front. */
export function explained<T>(what: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof TemplateError) throw new StatusError(`${what}: ${error.message}`, 1, { cause: error });
    throw error;
  }
}

/** The rows of a view as templates see them; `asked` is called with each field that one reads. */
export function typeOfRows<Row>(view: View<Row>, options: ViewOptions, asked: (field: string) => void = () => {}) {
  const fields = Object.entries(view.columns).map(([name, column]) => {
    const read = (row: Row) => {
      asked(name);
      const value = column.value(row, options);
      return column.goType ? stringerValue(column.goType, value) : value;
    };
    return [name, read] as const;
  });
  const inJson = Object.entries(view.columns).flatMap(([name, { json }]) =>
    json ? [[name, (row: Row) => json(row, options)] as const] : [],
  );
  return rowType(view.type ?? "", fields, view.methods, inJson);
}

/** The headers as far as the template gets with them: its errors are not shown. */
function headerText<Row>(view: View<Row>, template: Template): string {
  let text = "";
  try {
    template.forHeader().execute(headerRow(Object.entries(view.columns).map(([name, { header }]) => [name, header])), (piece) => {
      text += piece;
    });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
  }
  return text;
}

/** Throws StatusError "template parsing error: …" before anything is written. */
export function printTemplate<Row>(view: View<Row>, rows: Iterable<Row>, format: string, options: ViewOptions, stdout: Output): void {
  const type = typeOfRows(view, options);
  const lines = explained("template parsing error", () => {
    const template = parseTemplate(templateText(format));
    const texts: string[] = [];
    for (const row of rows) texts.push(template.render(new RowValue(type, row)));
    if (format.startsWith(TABLE)) texts.unshift(headerText(view, template));
    return texts;
  });
  writeLines(stdout, format.startsWith(TABLE) ? alignText(lines.join("\n"), REFERENCE_LAYOUT) : lines);
}

/** Does the template read the field of the view's blank row? Throws StatusError. */
export function templateUses<Row>(view: View<Row>, format: string, field: string, options: ViewOptions): boolean {
  let used = false;
  const type = typeOfRows(view, options, (name) => {
    if (name === field) used = true;
  });
  const template = explained("failed to parse template", () => parseTemplate(format));
  explained("failed to execute template", () => template.render(new RowValue(type, view.blank)));
  return used;
}
