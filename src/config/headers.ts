/** Headers that the user adds to every request: HttpHeaders of config.json and DOCKER_CUSTOM_HEADERS. */
import { UserError } from "../errors.js";
import { readCsvRecord } from "../values/csv.js";
import type { ConfigValues } from "./values.js";

const VARIABLE = "DOCKER_CUSTOM_HEADERS";

/**
 * By name as written; the environment wins over the file. User-Agent and Host are set by the client and left out.
 * Throws UserError with Docker's text for a variable that is not `name=value,…`.
 */
export function customHeaders(values: Readonly<ConfigValues>, env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const headers = { ...values.HttpHeaders };
  for (const [name, value] of fromEnvironment(env[VARIABLE] ?? "")) {
    for (const same of Object.keys(headers)) if (same.toLowerCase() === name.toLowerCase()) delete headers[same];
    headers[name] = value;
  }
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(user-agent|host)$/i.test(name)));
}

function fromEnvironment(text: string): [string, string][] {
  if (text === "") return [];
  let fields: string[];
  try {
    fields = readCsvRecord(text);
  } catch {
    throw refused("parse", "value must be formatted as comma-separated key=value pairs");
  }
  return fields.map((field) => {
    const [name = "", ...rest] = field.split("=");
    const key = name.trim();
    if (key === "") throw refused("set", `value contains a key=value pair with an empty key: '${field}'`);
    if (rest.length === 0) throw refused("set", `missing "=" in key=value pair: '${field}'`);
    return [key, rest.join("=")];
  });
}

function refused(verb: string, why: string): UserError {
  return new UserError(`Failed to initialize: failed to ${verb} custom headers from ${VARIABLE} environment variable: ${why}`);
}
