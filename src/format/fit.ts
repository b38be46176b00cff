/** Makes a table as narrow as a terminal: the widest cells that may lose something lose their ends. */
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

/**
 * @param least for each column the fewest characters it may be cut to; undefined is never cut
 * @param available columns of the terminal
 * @returns the lines, with shortened cells where the table was too wide; still too wide when nothing more may be cut
 */
export function fitLines(
  lines: readonly Line[],
  least: readonly (number | undefined)[],
  available: number,
  layout: Layout,
): readonly Line[] {
  const last = least.length - 1;
  const natural = least.map((_, c) => lines.reduce((most, line) => Math.max(most, layout.measure(line[c] ?? "")), 0));
  const limits = [...natural];
  const taken = (c: number) => (c === last ? (limits[c] as number) : Math.max(layout.minWidth, (limits[c] as number) + layout.padding));
  const total = () => limits.reduce((sum, _, c) => sum + taken(c), 0);
  for (let excess = total() - available; excess > 0; excess = total() - available) {
    const widest = widestThatMayShrink(limits, least);
    if (widest < 0) break;
    limits[widest] = (limits[widest] as number) - 1;
  }
  if (limits.every((limit, c) => limit === natural[c])) return lines;
  return lines.map((line) => line.map((text, c) => shorten(text, limits[c] as number, layout.measure)));
}

function widestThatMayShrink(limits: readonly number[], least: readonly (number | undefined)[]): number {
  let widest = -1;
  for (let c = 0; c < limits.length; c++) {
    const floor = least[c];
    if (floor === undefined || (limits[c] as number) <= floor) continue;
    if (widest < 0 || (limits[c] as number) > (limits[widest] as number)) widest = c;
  }
  return widest;
}
