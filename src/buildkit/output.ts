/** --output: the format of the result, and where on this machine it goes. */
import { readCsvRecord } from "../values/csv.js";

export interface OutputSpec {
  /** The name of the exporter in the daemon. */
  type: string;
  attrs: Record<string, string>;
  /** Where the client writes it: a directory for "local", a file or "-" for archives; "" for results that stay in the daemon. */
  dest: string;
}

/** Results that are sent as one archive. */
const ARCHIVES = new Set(["tar", "oci", "docker"]);

/** `DIR`, `-`, or `type=TYPE[,dest=PATH][,KEY=VALUE]`. Throws an Error with Docker's text. */
export function parseOutput(text: string): OutputSpec {
  const fields = readCsvRecord(text);
  if (fields.length === 1 && fields[0] === text && !text.startsWith("type=")) {
    return text === "-" ? { type: "tar", attrs: {}, dest: "-" } : { type: "local", attrs: {}, dest: text };
  }
  const attrs: Record<string, string> = {};
  for (const field of fields) {
    const equals = field.indexOf("=");
    if (equals < 0) throw new Error(`invalid value ${field}`);
    attrs[field.slice(0, equals).trim().toLowerCase()] = field.slice(equals + 1);
  }
  const { type = "", dest = "", ...rest } = attrs;
  if (type === "") throw new Error("type is required for output");
  // Results that stay in the daemon are written by its own exporter, whatever the name.
  if (type === "image" || (type === "docker" && dest === "")) return { type: "moby", attrs: rest, dest: "" };
  return { type, attrs: rest, dest };
}

/** How the daemon sends the result: file by file, as one archive, or not at all. */
export function arrivalOf({ type }: OutputSpec): "files" | "archive" | "none" {
  if (type === "local") return "files";
  return ARCHIVES.has(type) ? "archive" : "none";
}
