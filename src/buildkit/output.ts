/** --output: what becomes of the result, and where on this machine it goes. */
import { readCsvRecord } from "../values/csv.js";

export interface OutputSpec {
  /** As the engine knows it. */
  type: string;
  attrs: Record<string, string>;
  /** Where the client puts it: a folder for "local", a file or "-" for the archives; "" for what stays in the engine. */
  dest: string;
}

/** Results that come to us as one archive. */
const ARCHIVES = new Set(["tar", "oci", "docker"]);

/** `DIR`, `-`, or `type=TYPE[,dest=PATH][,KEY=VALUE]`. Throws Error with the reference's text. */
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
  // What is kept in the engine is its own exporter's work, under whichever name.
  if (type === "image" || (type === "docker" && dest === "")) return { type: "moby", attrs: rest, dest: "" };
  return { type, attrs: rest, dest };
}

/** How the result comes to us: file by file, as one archive, or not at all. */
export function arrivalOf({ type }: OutputSpec): "files" | "archive" | "none" {
  if (type === "local") return "files";
  return ARCHIVES.has(type) ? "archive" : "none";
}
