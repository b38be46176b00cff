/** Rows of list commands and the header row of their tables, as templates see them. */
import { type GoType, mapOf, named, pointerTo, STRING } from "./types.js";
import { Dict, GoValue } from "./value.js";

/** The fields and methods of one row, by their Go names; computed when a template asks. */
// biome-ignore lint/suspicious/noExplicitAny: rows of any view
export interface RowType<Row = any> {
  readonly type: GoType;
  readonly fields: ReadonlyMap<string, (row: Row) => unknown>;
  readonly methods: ReadonlyMap<string, RowMethod<Row>>;
  /** What JSON has in place of a field of that name. */
  readonly inJson: ReadonlyMap<string, (row: Row) => unknown>;
  /** Field names in the order of JSON, each with its key in quotes. */
  readonly sorted: readonly (readonly [string, string])[];
}

/** Takes as many strings as `params` says. */
export interface RowMethod<Row> {
  readonly params: number;
  call(row: Row, ...args: string[]): unknown;
}

/** One row. `{{.Names}}` calls the field's function, `{{json .}}` all of them, sorted by name. */
export class RowValue extends GoValue {
  constructor(
    readonly rowType: RowType,
    readonly row: unknown,
  ) {
    super(rowType.type);
  }
}

/**
 * Describes the rows of a view.
 * @param name the type as Docker's errors print it, e.g. "*formatter.ContainerContext"
 * @param fields Go name to the function that computes the field; what it gives is any plain JS value
 * @param methods Go name to a function of the row and of strings; how many strings is the function's length less one
 * @param inJson Go name to what `{{json .}}` prints instead
 */
export function rowType<Row>(
  name: string,
  fields: Iterable<readonly [string, (row: Row) => unknown]>,
  methods: Readonly<Record<string, (row: Row, ...args: string[]) => unknown>> = {},
  inJson: Iterable<readonly [string, (row: Row) => unknown]> = [],
): RowType<Row> {
  const struct = named(name.replace(/^\*/, ""), { kind: "struct", name: "", defined: false, shape: name, fields: [] });
  const list = Object.entries(methods).map(([key, call]) => [key, { params: call.length - 1, call }] as const);
  const byName = new Map(fields);
  const sorted = [...byName.keys()].sort().map((key) => [key, JSON.stringify(key)] as const);
  return {
    type: name.startsWith("*") ? pointerTo(struct) : struct,
    fields: byName,
    methods: new Map(list),
    inJson: new Map(inJson),
    sorted,
  };
}

const HEADER_TYPE = named("formatter.SubHeaderContext", mapOf(STRING, STRING));
HEADER_TYPE.methods = {
  // A label has no header of its own: the last part of its name, as words.
  Label: { params: [STRING], call: (_self, name: string) => (name.split(".").pop() ?? "").replace(/[-_]/g, " ") },
};

/** The data of a table's header row: field name to header. An unknown field prints as `<no value>`. */
export function headerRow(headers: Iterable<readonly [string, string]>): GoValue {
  return new Dict(HEADER_TYPE, new Map(headers));
}
