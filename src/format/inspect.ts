/**
 * What inspect-like commands print: the answers as one JSON array, or each through a template. A template sees the
 * answer as Docker's Go type first; where that fails it sees the JSON as it came, and a missing key is an error.
 */
import { StatusError } from "../errors.js";
import { compactJson } from "../values/json/compact.js";
import { indentJson, indentParsed } from "../values/json/indent.js";
import { JsonError } from "../values/json/scan.js";
import { type Json, parseJson } from "../values/json/tree.js";
import type { Template } from "./template/template.js";
import type { Root } from "./template/typed.js";

/** One inspected object. */
export interface Inspected {
  /** The answer's JSON text, byte for byte as the daemon sent it. */
  raw: string;
  /** The same as JSON.parse reads it, where somebody has done so. */
  parsed?: unknown;
  /** Docker's own engine made it: its types are the layouts'. Others are checked field by field. */
  fits?: boolean;
  /** The layout that templates are evaluated on first; without one they see the JSON only. */
  root?: Root;
  /**
   * Docker decodes the answer and forgets its text: JSON is printed as Go marshals the layout, and templates do
   * not fall back to the text. So do `volume inspect`, `node inspect`, `service inspect` and `context inspect`; plain
   * `inspect` never does.
   */
  typedOnly?: boolean;
}

export interface Inspector {
  /** Takes one object. Throws StatusError when the template fails on it. */
  add(element: Inspected): Promise<void>;
  /** Prints what there is. Without objects: `[]`, or an empty line for a template. */
  flush(): void;
}

type Write = (text: string) => void;

/**
 * An inspector for `--format`: "" is indented JSON, "json" JSON in one line, "yaml" YAML, else a template.
 * Throws StatusError 64 "template parsing error: …".
 */
export async function createInspector(format: string, write: Write): Promise<Inspector> {
  if (format === "") return indentedInspector(write);
  if (format === "json") return arrayInspector(compactJson, write);
  if (format === "yaml") {
    const { yamlOfJson } = await import("./yaml.js");
    return arrayInspector((json) => yamlOfJson(json).slice(0, -1), write);
  }
  const { parseTemplate } = await import("./template/template.js");
  const typed = await import("./template/typed.js");
  let template: Template;
  try {
    template = parseTemplate(format);
  } catch (e) {
    throw new StatusError(`template parsing error: ${(e as Error).message}`, 64, { kind: "usage" });
  }
  return templateInspector(template, typed, write);
}

function arrayInspector(shape: (json: string) => string, write: Write): Inspector {
  const raw: string[] = [];
  return {
    add: async (element) => {
      raw.push(element.typedOnly ? await marshalled(element) : element.raw);
    },
    flush: () => write(raw.length === 0 ? "[]\n" : `${shape(`[${raw.join(",")}]`)}\n`),
  };
}

const INDENT = "    ";

/** JSON with each element on a line of its own: most of what is printed, and the most. Kept as it will be printed. */
function indentedInspector(write: Write): Inspector {
  const objects: string[] = [];
  return {
    add: async (element) => {
      const quick =
        element.typedOnly || element.parsed === undefined ? undefined : indentParsed(element.parsed, element.raw, INDENT, INDENT);
      objects.push(quick ?? indentJson(element.typedOnly ? await marshalled(element) : element.raw, INDENT, INDENT));
    },
    flush: () => write(objects.length === 0 ? "[]\n" : `[\n${INDENT}${objects.join(`,\n${INDENT}`)}\n]\n`),
  };
}

/** The text as Go marshals its layout; as it came where it does not fit. */
async function marshalled({ raw, root, ...how }: Inspected): Promise<string> {
  const { typed, typedJson, DecodeError } = await import("./template/typed.js");
  if (root === undefined) return raw;
  try {
    return typedJson(typed(root, raw, how));
  } catch (e) {
    if (e instanceof DecodeError) return raw;
    throw unreadable(e);
  }
}

function templateInspector(template: Template, { typed, DecodeError }: typeof import("./template/typed.js"), write: Write): Inspector {
  const out: string[] = [];

  /** The output on the Go type; undefined where there is none or where the template fails on it. */
  function onType({ raw, root, typedOnly, ...how }: Inspected): string | undefined {
    if (root === undefined) return undefined;
    try {
      return template.render(typed(root, raw, how));
    } catch (e) {
      if (e instanceof DecodeError) return undefined;
      if (e instanceof JsonError) throw unreadable(e);
      if (typedOnly) throw failure(e);
      return undefined;
    }
  }

  function onJson({ raw }: Inspected): string {
    const json = read(raw);
    // Stays in force for the objects that follow, as in Docker.
    template.failOnMissingKey();
    try {
      return template.render(json);
    } catch (e) {
      throw failure(e);
    }
  }

  return {
    add: async (element) => {
      out.push(onType(element) ?? onJson(element), "\n");
    },
    flush: () => write(out.length === 0 ? "\n" : out.join("")),
  };
}

function failure(e: unknown): unknown {
  return e instanceof Error && e.name === "TemplateError"
    ? new StatusError(`template parsing error: ${e.message}`, 1, { kind: "usage" })
    : e;
}

function read(text: string): Json {
  try {
    return parseJson(text);
  } catch (e) {
    throw unreadable(e);
  }
}

function unreadable(e: unknown): unknown {
  return e instanceof JsonError ? new StatusError(`unable to read inspect data: ${e.message}`) : e;
}

/**
 * Inspects each reference and prints what was found, then fails with the messages of those that were not
 * (one a line, exit code 1). `get` throws StatusError for an object that is not there.
 */
export async function inspect(
  references: readonly string[],
  format: string,
  get: (reference: string) => Promise<Inspected>,
  write: Write,
): Promise<void> {
  const inspector = await createInspector(format, write);
  const answers: Promise<Inspected>[] = [];
  const ask = (reference: string) => {
    const answer = get(reference);
    // Looked at when its turn comes; until then a failure is not unhandled.
    answer.catch(() => {});
    answers.push(answer);
  };
  for (const reference of references.slice(0, AHEAD)) ask(reference);
  const failed: string[] = [];
  for (let i = 0; i < references.length; i++) {
    try {
      await inspector.add(await (answers[i] as Promise<Inspected>));
    } catch (e) {
      if (!(e instanceof StatusError) || e.message === "") throw e;
      failed.push(e.message);
    }
    const next = references[i + AHEAD];
    if (next !== undefined) ask(next);
  }
  inspector.flush();
  if (failed.length > 0) throw new StatusError(failed.join("\n"), 1);
}

/** How many objects are asked for at a time; they are printed in the order of the references. */
const AHEAD = 8;
