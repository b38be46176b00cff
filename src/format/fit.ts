/** Makes a table as narrow as a terminal: the widest cells that may be shortened are shortened. */
import type { Layout, Line } from "./tabwriter.js";

/** Shortens a text to `width` columns, the last of them "…". */
function shorten(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  let out = "";
  let columns = 0;
  for (const char of text) {
    columns += measure(char);
    if (columns > width - 1) break;
    out += char;
  }
  return `${out}…`;
}

/** How far a column may be shortened. */
export interface Shrink {
  /** Fewest characters left of a cell. */
  least: number;
  /** Only after the other columns are as short as they may be. */
  last?: boolean;
}

/**
 * @param shrinks for each column what it may lose; undefined is never cut
 * @param available columns of the terminal
 * @returns the lines, with shortened cells where the table was too wide; still too wide when nothing more may be cut
 */
export function fitLines(
  lines: readonly Line[],
  shrinks: readonly (Shrink | undefined)[],
  available: number,
  layout: Layout,
): readonly Line[] {
  const natural = shrinks.map((_, c) => lines.reduce((most, line) => Math.max(most, layout.measure(line[c] ?? "")), 0));
  const limits = [...natural];
  const taken = (limit: number, c: number) => (c === limits.length - 1 ? limit : Math.max(layout.minWidth, limit + layout.padding));
  const isTooWide = () => limits.reduce((sum, limit, c) => sum + taken(limit, c), 0) > available;
  for (const last of [false, true]) {
    while (isTooWide()) {
      const widest = widestOf(limits, shrinks, last);
      if (widest < 0) break;
      limits[widest] = (limits[widest] as number) - 1;
    }
  }
  if (limits.every((limit, c) => limit === natural[c])) return lines;
  return lines.map((line) => line.map((text, c) => shorten(text, limits[c] as number, layout.measure)));
}

/** The widest column that may still lose something, -1 when none may. */
function widestOf(limits: readonly number[], shrinks: readonly (Shrink | undefined)[], last: boolean): number {
  let widest = -1;
  for (let c = 0; c < limits.length; c++) {
    const shrink = shrinks[c];
    if (!shrink || (shrink.last ?? false) !== last || (limits[c] as number) <= shrink.least) continue;
    if (widest < 0 || (limits[c] as number) > (limits[widest] as number)) widest = c;
  }
  return widest;
}
