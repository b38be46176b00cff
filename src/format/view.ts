/** A view: how the rows of a list command become cells. The Go names of the fields are those of Docker's formatter. */

import type { Zone } from "../values/time/zone-rule.js";
import type { Tone } from "./colour.js";
import type { Shrink } from "./fit.js";

/** What cells may depend on, beside the row. */
export interface ViewOptions {
  /** false with --no-trunc. */
  trunc: boolean;
  /** Milliseconds since the epoch. */
  now: number;
  /** Sizes as the classic layout prints them ("dockline") or as Docker does ("docker"). */
  dialect: "docker" | "dockline";
  /** Where timestamps are shown. */
  zone: Zone;
}

export interface Column<Row> {
  header: string;
  /** The cell; most are strings, as Docker's are; what `{{json .}}` prints. */
  value(row: Row, options: ViewOptions): unknown;
  /** What the default table prints where that is not the value itself. */
  cell?(row: Row, options: ViewOptions): string;
  /** What `--format json` and `{{json .}}` print where that is not the value itself. */
  json?(row: Row, options: ViewOptions): unknown;
  /** Of a value that is not a string: its Go type and how Go prints it. */
  goType?: StringerType;
  /** What the default table may cut off on a narrow terminal (a number is the fewest characters left); absent: nothing. */
  shrink?: number | Shrink;
  /** Colour of the cell on a terminal. */
  tone?(row: Row): Tone | undefined;
}

/** A pointer to a Go struct with a String method, held as the object of its JSON (null is nil). */
export interface StringerType {
  /** "formatter.Platform" */
  name: string;
  /** Go name of each field, in order, to its JSON name. Fields are strings unless `lists` names them. */
  fields: Readonly<Record<string, string>>;
  lists?: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: the object of whatever type is described
  string(value: any): string;
}

/** Flags of the command that the table depends on (size, digests). */
export type TableOptions = ViewOptions & { [flag: string]: unknown };

export interface View<Row> {
  /** Go type of a row in template errors, "*formatter.ContainerContext". */
  type?: string;
  /** Every field a template can name, by its Go name. */
  columns: Readonly<Record<string, Column<Row>>>;
  /** Fields of the default table. */
  table: readonly string[] | ((options: TableOptions) => readonly string[]);
  /** Field printed alone by --quiet. */
  quiet: string;
  /** Templates of `--format raw`, plain and quiet, where Docker has that format. */
  raw?: { format(options: TableOptions): string; quiet: string };
  /** Methods that take arguments in templates: `{{.Label "x"}}`. Not part of `{{json .}}`. */
  methods?: Readonly<Record<string, (row: Row, ...args: string[]) => string>>;
  /** A row without anything, for finding out which fields a template asks for. */
  blank?: Row;
}
