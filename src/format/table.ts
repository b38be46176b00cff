/** The default table. In Docker's dialect its bytes are Docker's; in ours a terminal gets colour and a fitted width. */
import type { Output } from "../io/streams.js";
import { type Colours, loadColours } from "./colour.js";
import { fitLines } from "./fit.js";
import { writeLines } from "./lines.js";
import { alignLines, alignText, type Layout, type Line, type Paint, REFERENCE_LAYOUT } from "./tabwriter.js";
import type { Column, TableOptions, View } from "./view.js";

/** The tables of the classic layout: two spaces between columns, and no column wider than its widest cell. */
const CLASSIC_LAYOUT: Layout = { ...REFERENCE_LAYOUT, minWidth: 0, padding: 2 };

function columnsOf<Row>(view: View<Row>, options: TableOptions): Column<Row>[] {
  const fields = typeof view.table === "function" ? view.table(options) : view.table;
  return fields.map((field) => view.columns[field] as Column<Row>);
}

export async function printTable<Row>(view: View<Row>, rows: Iterable<Row>, options: TableOptions, stdout: Output): Promise<void> {
  const columns = columnsOf(view, options);
  const all = [...rows];
  const lines: Line[] = [columns.map((column) => column.header)];
  for (const row of all)
    lines.push(columns.map((column) => (column.cell ? column.cell(row, options) : String(column.value(row, options)))));
  if (options.dialect === "docker") {
    // Docker takes a tab or a line break in a cell (in a comment, for example) for the table's own.
    const broken = lines.some((line) => line.some((cell) => /[\t\n\v\f]/.test(cell)));
    writeLines(
      stdout,
      broken ? alignText(lines.map((line) => line.join("\t")).join("\n"), REFERENCE_LAYOUT) : alignLines(lines, REFERENCE_LAYOUT),
    );
    return;
  }
  const layout = stdout.isTTY ? await terminalLayout(lines) : CLASSIC_LAYOUT;
  const fitted = stdout.isTTY && options.trunc ? fitToTerminal(lines, columns, stdout.width(), layout) : lines;
  const paint = stdout.colour ? painter(all, columns, await loadColours()) : undefined;
  writeLines(stdout, alignLines(fitted, layout, paint));
}

/** Terminals show clusters as string-width counts them. ASCII needs no counting. */
async function terminalLayout(lines: readonly Line[]): Promise<Layout> {
  if (lines.every((line) => line.every((cell) => /^[\x20-\x7e…]*$/.test(cell))))
    return { ...CLASSIC_LAYOUT, measure: (text) => text.length };
  const { default: stringWidth } = await import("string-width");
  return { ...CLASSIC_LAYOUT, measure: (text) => stringWidth(text) };
}

function fitToTerminal<Row>(lines: readonly Line[], columns: readonly Column<Row>[], width: number, layout: Layout): readonly Line[] {
  if (width === 0) return lines;
  return fitLines(
    lines,
    columns.map(({ shrink }) => (typeof shrink === "number" ? { least: shrink } : shrink)),
    width,
    layout,
  );
}

function painter<Row>(rows: readonly Row[], columns: readonly Column<Row>[], colours: Colours): Paint {
  return (text, line, c) => {
    if (line === 0) return colours("bold", text);
    const tone = columns[c]?.tone?.(rows[line - 1] as Row);
    return tone ? colours(tone, text) : text;
  };
}
