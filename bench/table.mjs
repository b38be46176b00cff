// What measured rows say: ratios, what is missed, and the table in Markdown.

/**
 * Ratios to reach, at most, of medians: to Docker's by `single`, `node` or `both` of ours; `aim` is what we hope for from the
 * single file; `bare` is the Node build's to a Node that does nothing.
 * @typedef {{ single?: number, node?: number, both?: number, aim?: number, bare?: number }} Reach
 */

/** Bytes that each may hold at most, in every row. */
export const MEMORY = { single: 100e6, node: 150e6 };
const OURS = { single: "single file", node: "Node" };

/** @typedef {{ median: number, peak: number }} Measured milliseconds and bytes, and what else `measure` gives */

/**
 * Adds to a measured row its ratios and `misses`, a text each. A side that was not there misses nothing.
 * @param {{ title: string, reach?: Reach, sides: { single?: Measured, node?: Measured, reference?: Measured, bare?: Measured } }} row
 */
export function judge({ title, reach = {}, sides }) {
  const { single, node, reference, bare } = sides;
  const ratio = (one, other) => (one && other ? one.median / other.median : undefined);
  const ratios = { single: ratio(single, reference), node: ratio(node, reference), bare: ratio(node, bare) };
  const wanted = { single: reach.single ?? reach.both, node: reach.node ?? reach.both, bare: reach.bare };
  const misses = [];
  for (const [name, most] of Object.entries(wanted)) {
    if (most === undefined || ratios[name] === undefined || ratios[name] <= most) continue;
    misses.push(`${name === "bare" ? "Node ÷ bare Node" : OURS[name]} ${figure(ratios[name])}`);
  }
  for (const [name, most] of Object.entries(MEMORY)) {
    if (sides[name]?.peak > most) misses.push(`${OURS[name]} ${megabytes(sides[name], 1)} MB`);
  }
  return { title, reach, sides, ratios, misses };
}

const figure = (ratio) => (ratio === undefined ? "" : ratio.toFixed(2));
const megabytes = (side, decimals = 0) => (side ? (side.peak / 1e6).toFixed(decimals) : "–");

/** Milliseconds for people. */
export function time(ms) {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms.toFixed(ms >= 100 ? 0 : 1)} ms`;
}

/** What is to be reached, in words of the table. */
function wanted({ single, node, both, aim, bare }) {
  const hoped = aim === undefined ? "" : ` (aim ${aim})`;
  return [
    both !== undefined && `${both}`,
    single !== undefined && `single file ${single}${hoped}`,
    node !== undefined && `Node ${node}`,
    bare !== undefined && `Node ÷ bare ${bare}`,
  ]
    .filter(Boolean)
    .join(", ");
}

function verdict({ broken, misses, reach, sides }) {
  if (broken) return `**broken**: ${broken.replaceAll("|", "\\|").replaceAll("\n", " ")}`;
  if (misses.length > 0) return `**missed**: ${misses.join(", ")}`;
  // Where a side of ours was not there, the row's aim was not put to the test whole.
  if (Object.keys(reach).length === 0) return "";
  return sides.single ? "reached" : "no single file";
}

/**
 * The table. A row is what `judge` gives, or { title, broken }.
 * @param {string} description of programs and machine
 */
export function markdown(rows, description) {
  const bare = rows.some(({ ratios }) => ratios?.bare !== undefined);
  const right = [
    "single file",
    "Node",
    "docker",
    "single ÷ docker",
    "Node ÷ docker",
    ...(bare ? ["Node ÷ bare Node"] : []),
    "MB single, Node",
  ];
  const lines = rows.map((row) => {
    const { title, sides = {}, ratios = {}, reach = {} } = row;
    const times = ["single", "node", "reference"].map((name) => (sides[name] ? time(sides[name].median) : row.broken ? "" : "missing"));
    const memory = row.broken ? "" : `${megabytes(sides.single)}, ${megabytes(sides.node)}`;
    const beside = [figure(ratios.single), figure(ratios.node), ...(bare ? [figure(ratios.bare)] : [])];
    return `| ${[title, ...times, ...beside, memory, wanted(reach), verdict(row)].join(" | ")} |`;
  });
  const head = ["", ...right, "to reach, at most", ""];
  const rule = ["---", ...right.map(() => "--:"), "---", "---"];
  return [description, "", `| ${head.join(" | ")} |`, `|${rule.join("|")}|`, ...lines, ""].join("\n");
}
