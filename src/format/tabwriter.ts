/**
 * Aligned columns as Docker's tables have them (elastic tab stops): a column is a run of lines that all have the
 * cell; the last cell of a line belongs to no column and is not padded.
 */
import { displayWidth } from "./wide.js";

export interface Layout {
  /** Least width of a column, padding included. */
  minWidth: number;
  /** Spaces behind the widest cell. */
  padding: number;
  /** Columns that a text takes. */
  measure(text: string): number;
}

/** The list commands of Docker. */
export const REFERENCE_LAYOUT: Layout = { minWidth: 10, padding: 3, measure: displayWidth };

export type Line = readonly string[];

/** Styles a cell (colour) without changing its width. */
export type Paint = (text: string, line: number, column: number) => string;

/** Lines without their ends. */
export function alignLines(lines: readonly Line[], layout: Layout, paint: Paint = (text) => text): string[] {
  // The last cell of a line is never padded: its width does not matter.
  const widths = lines.map((line) => line.map((text, c) => (c < line.length - 1 ? layout.measure(text) : 0)));
  const stops = columnWidths(lines, widths, layout);
  return lines.map((line, i) => {
    const cellWidths = widths[i] as number[];
    const lineStops = stops[i] as number[];
    let out = "";
    for (let c = 0; c < line.length; c++) {
      out += paint(line[c] as string, i, c);
      if (c < line.length - 1) out += " ".repeat((lineStops[c] as number) - (cellWidths[c] as number));
    }
    return out;
  });
}

/** For every line the width of each of its columns, padding included. */
function columnWidths(lines: readonly Line[], widths: readonly number[][], { minWidth, padding }: Layout): number[][] {
  const stops: number[][] = lines.map(() => []);
  const most = lines.reduce((n, line) => Math.max(n, line.length - 1), 0);
  for (let column = 0; column < most; column++) {
    for (let from = 0; from < lines.length; from++) {
      let width = minWidth;
      let to = from;
      for (; to < lines.length && column < (lines[to] as Line).length - 1; to++) {
        width = Math.max(width, ((widths[to] as number[])[column] as number) + padding);
      }
      for (let i = from; i < to; i++) (stops[i] as number[])[column] = width;
      from = to;
    }
  }
  return stops;
}

/** The lines of a text whose cells end in tabs, as a template writes it, aligned. A form feed ends all columns. */
export function alignText(text: string, layout: Layout): string[] {
  return text.split("\f").flatMap((block) =>
    alignLines(
      block.split("\n").map((line) => line.split(/[\t\v]/)),
      layout,
    ),
  );
}
