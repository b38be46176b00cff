/** `--format` of `version` and `info`: a template on Docker's own structs. Loaded when there is a format. */

import type { ClientPlugin } from "../../cli/plugins/plugin.js";
import { StatusError } from "../../errors.js";
import { parseTemplate, type Template, TemplateError } from "../../format/template/template.js";
import { typed } from "../../format/template/typed.js";
import { findField } from "../../format/template/types.js";
import type { Struct, Val } from "../../format/template/value.js";
import { type Json, parseJson } from "../../values/json/tree.js";
import type { ClientFacts } from "./client-facts.js";

/** Docker's exit code for a template that does not parse. */
const BAD_TEMPLATE = 64;

/** "json" is short for `{{json .}}`, and what "yaml" is made of. Throws StatusError. */
export function parseFormat(format: string, name: string): Template {
  try {
    return parseTemplate(format === "json" || format === "yaml" ? "{{json .}}" : format, { name });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new StatusError(`template parsing error: ${error.message}`, BAD_TEMPLATE, { kind: "usage" });
  }
}

/** What the template printed, a newline behind it, and the error that stopped it. */
export function applyFormat(template: Template, data: Val): { text: string; error?: StatusError } {
  let text = "";
  try {
    template.execute(data, (piece) => {
      text += piece;
    });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { text: `${text}\n`, error: new StatusError(error.message, 1) };
  }
  return { text: `${text}\n` };
}

/** `version`'s data; `server` is what the daemon answered, or undefined. Throws JsonError, DecodeError. */
export function versionData(client: ClientFacts, server: unknown): Val {
  return typed("versionInfo", jsonOf({ Client: clientJson(client), Server: server ?? null }));
}

export interface InfoData {
  client: ClientFacts;
  plugins: readonly ClientPlugin[];
  debug: boolean;
}

/**
 * `info`'s data: the daemon's fields stand beside ClientInfo.
 * @param answer text of the daemon's answer
 * @param refusal what it said instead
 * Throws JsonError, DecodeError.
 */
export function infoData({ client, plugins, debug }: InfoData, answer?: string, refusal?: string): Val {
  const engine = answer === undefined ? new Map<string, Json>() : parseJson(answer);
  const own = jsonOf({
    ...(refusal !== undefined && { ServerErrors: [refusal] }),
    ClientInfo: { Debug: debug, ...clientJson(client), Plugins: plugins, Warnings: null },
  });
  // A field is there in any case: without an answer Docker shows a daemon that is all zeros.
  return typed("dockerInfo", new Map([["ID", ""], ...(engine instanceof Map ? engine : []), ...(own as Map<string, Json>)]));
}

/**
 * Can the template do without the daemon? As Docker finds out: one that names no field cannot, any other is tried
 * on the client's part alone.
 */
export function needsEngine(format: string, data: InfoData): boolean {
  if (!/\.[a-zA-Z]/.test(format)) return true;
  const whole = infoData(data) as Struct;
  const [at = 0] = findField(whole.type, "ClientInfo") ?? [];
  try {
    const template = parseTemplate(format);
    template.failOnMissingKey();
    template.execute(new Map(Object.entries({ ClientInfo: whole.at(at), ClientErrors: [] })), () => {});
    return false;
  } catch {
    return true;
  }
}

/** JSON names of the fields. */
function clientJson({ APIVersion, ...facts }: ClientFacts): Record<string, unknown> {
  return { ...facts, ApiVersion: APIVersion };
}

function jsonOf(value: unknown): Json {
  return parseJson(JSON.stringify(value));
}
