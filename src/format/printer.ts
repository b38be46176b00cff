/**
 * Prints lists: the default table, `table TEMPLATE`, `json`, `yaml`, `raw`, TEMPLATE, and --quiet.
 * The default table and `json` are made here; the template engine, yaml, chalk and string-width are loaded when needed.
 */
import type { Output } from "../io/streams.js";
import { encodeJson } from "../values/json/encode.js";
import { writeLines } from "./lines.js";
import { printTable } from "./table.js";
import type { TableOptions, View, ViewOptions } from "./view.js";
import { lazyZone } from "./zone.js";

export interface ListOptions {
  /** --format, or the config's xxFormat; "" is the default table. */
  format: string;
  quiet?: boolean;
  /** false with --no-trunc; true when absent. */
  trunc?: boolean;
  /** Extra flags that the view's table depends on (size, digests). */
  [flag: string]: unknown;
}

/** Prints to stdout. */
export interface Printer {
  /**
   * Prints rows. --quiet wins over tables and `raw`; over `json`, `yaml` and templates it does not (as in Docker's
   * formatter; `ps`, where it does, passes no format then).
   * Throws StatusError "template parsing error: …"; nothing is printed then.
   */
  list<Row>(view: View<Row>, rows: Iterable<Row>, options: ListOptions): Promise<void>;
  /**
   * Does what `format` prints need the field (`Size`)? Decides on expensive queries; found by running the template on
   * the view's blank row. Throws StatusError "failed to parse template: …" or "failed to execute template: …".
   */
  uses<Row>(view: View<Row>, format: string, field: string): Promise<boolean>;
}

export interface PrinterParts {
  stdout: Output;
  /** Milliseconds since the epoch. */
  now(): number;
  dialect: "docker" | "dockline";
  env: Readonly<Record<string, string | undefined>>;
}

function* quietLines<Row>(view: View<Row>, rows: Iterable<Row>, options: ViewOptions): Iterable<string> {
  const column = view.columns[view.quiet];
  for (const row of rows) yield String(column?.value(row, options));
}

/** One object a line, keys sorted, escaped as Go does it. */
function* jsonLines<Row>(view: View<Row>, rows: Iterable<Row>, options: ViewOptions): Iterable<string> {
  const columns = Object.entries(view.columns).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const row of rows)
    yield encodeJson(Object.fromEntries(columns.map(([name, column]) => [name, (column.json ?? column.value)(row, options)])));
}

export function createPrinter({ stdout, now, dialect, env }: PrinterParts): Printer {
  const zone = lazyZone(env.TZ);
  return {
    async list(view, rows, options) {
      const { format, quiet = false, trunc = true } = options;
      const own: TableOptions = { ...options, trunc, now: now(), dialect: "docker", zone };
      if (format === "" || format === "table") {
        if (quiet) writeLines(stdout, quietLines(view, rows, own));
        else await printTable(view, rows, { ...own, dialect: format === "" ? dialect : "docker" }, stdout);
        return;
      }
      if (format === "json") {
        writeLines(stdout, jsonLines(view, rows, own));
        return;
      }
      if (format === "yaml") {
        const { yamlOfJson } = await import("./yaml.js");
        stdout.write(yamlOfJson(`[${[...jsonLines(view, rows, own)].join(",")}]`));
        return;
      }
      const { printTemplate } = await import("./template-list.js");
      const raw = format === "raw" && view.raw ? (quiet ? view.raw.quiet : view.raw.format(own)) : undefined;
      printTemplate(view, rows, raw ?? format, own, stdout);
    },
    async uses(view, format, field) {
      if (!format.includes("{{")) return false;
      const { templateUses } = await import("./template-list.js");
      return templateUses(view, format, field, { trunc: false, now: now(), dialect: "docker", zone });
    },
  };
}
