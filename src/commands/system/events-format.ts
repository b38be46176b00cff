/** `events --format`: a template on Docker's events.Message. Loaded when there is a format. */
import { StatusError } from "../../errors.js";
import { parseTemplate, type Template, TemplateError } from "../../format/template/template.js";
import { DecodeError, typed } from "../../format/template/typed.js";
import type { Json } from "../../values/json/tree.js";

/** Docker's exit code for a format that cannot be used. */
const BAD_FORMAT = 64;

/** Throws StatusError "Error parsing format: …": also for a template that fails on an event without anything in it. */
export function eventTemplate(format: string): Template {
  try {
    const template = parseTemplate(format === "json" ? "{{json .}}" : format);
    template.execute(typed("event", "{}"), () => {});
    return template;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    // It is tried on a pointer, which shows in the error text.
    const text = error.message.replace(/ in type events\.Message$/, " in type *events.Message");
    throw new StatusError(`Error parsing format: ${text}`, BAD_FORMAT, { kind: "usage" });
  }
}

/**
 * What the template prints of an event, without the end of the line.
 * @param write gets what was printed before an error as well
 */
export function formatEvent(template: Template, event: Json, write: (text: string) => void): void {
  let text = "";
  try {
    template.execute(typed("event", event), (piece) => {
      text += piece;
    });
  } catch (error) {
    if (error instanceof DecodeError) throw new StatusError(error.message);
    write(text);
    throw error instanceof TemplateError ? new StatusError(error.message) : error;
  }
  write(text);
}
