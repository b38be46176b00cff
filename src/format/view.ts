/** A view: how the rows of a list command become cells. The Go names of the fields are those of the reference's formatter. */

/** What cells may depend on, beside the row. */
export interface ViewOptions {
  /** false with --no-trunc. */
  trunc: boolean;
  /** Milliseconds since the epoch. */
  now: number;
  /** Sizes as the slides print them ("dockline") or as the reference does ("docker"). */
  dialect: "docker" | "dockline";
}

export interface Column<Row> {
  header: string;
  /** The cell; most are strings, as the reference's are; what `{{json .}}` prints. */
  value(row: Row, options: ViewOptions): unknown;
}

export interface View<Row> {
  /** Every field a template can name, by its Go name. */
  columns: Readonly<Record<string, Column<Row>>>;
  /** Fields of the default table. */
  table: readonly string[] | ((options: ViewOptions & { [flag: string]: unknown }) => readonly string[]);
  /** Field printed alone by --quiet. */
  quiet: string;
  /** Methods that take arguments in templates: `{{.Label "x"}}`. Not part of `{{json .}}`. */
  methods?: Readonly<Record<string, (row: Row, ...args: string[]) => string>>;
}
