/** Columns of `stats`. */
import { bytesSize, humanSize } from "../../format/units.js";
import type { View, ViewOptions } from "../../format/view.js";
import { shortId } from "../../values/short-id.js";
import { emptyEntry, type StatsEntry } from "./stats-math.js";

const NONE = "--";

/** Two decimals; exact halves to the even digit, as Go rounds them. */
export function percentage(value: number): string {
  // Only odd eighths are halves of a hundredth that a double holds exactly; JavaScript rounds all of them up.
  const half = Number.isInteger(value * 8) && !Number.isInteger(value * 4);
  const down = half && [0.125, 0.625].includes(value % 1);
  return `${(down ? value - 0.005 : value).toFixed(2)}%`;
}

type Cell = (entry: StatsEntry, options: ViewOptions) => string;

/** If there are figures. */
function figure(cell: Cell, none = NONE): Cell {
  return (entry, options) => (entry.invalid ? none : cell(entry, options));
}

function pair(one: number, other: number, { dialect }: ViewOptions): string {
  return `${humanSize(one, dialect, 3)} / ${humanSize(other, dialect, 3)}`;
}

/** @param windows the daemon runs there: no limit, no share of it, no processes */
export function statsView(windows: boolean): View<StatsEntry> {
  const memory: Cell = (entry, { dialect }) =>
    windows ? bytesSize(entry.memory, dialect) : `${bytesSize(entry.memory, dialect)} / ${bytesSize(entry.memoryLimit, dialect)}`;
  return {
    type: "*container.statsContext",
    columns: {
      Container: { header: "CONTAINER", value: (entry) => entry.container },
      Name: { header: "NAME", value: (entry) => (entry.name.length > 1 ? entry.name.slice(1) : NONE), shrink: 12 },
      ID: { header: "CONTAINER ID", value: (entry, { trunc }) => (trunc ? shortId(entry.id) : entry.id) },
      CPUPerc: { header: "CPU %", value: figure((entry) => percentage(entry.cpu)) },
      MemUsage: { header: windows ? "PRIV WORKING SET" : "MEM USAGE / LIMIT", value: figure(memory, "-- / --") },
      MemPerc: { header: "MEM %", value: figure((entry) => (windows ? NONE : percentage(entry.memoryShare))) },
      NetIO: { header: "NET I/O", value: figure((entry, options) => pair(entry.networkIn, entry.networkOut, options)) },
      BlockIO: { header: "BLOCK I/O", value: figure((entry, options) => pair(entry.blockRead, entry.blockWrite, options)) },
      PIDs: { header: "PIDS", value: figure((entry) => (windows ? NONE : String(entry.pids))) },
    },
    table: windows
      ? ["ID", "Name", "CPUPerc", "MemUsage", "NetIO", "BlockIO"]
      : ["ID", "Name", "CPUPerc", "MemUsage", "MemPerc", "NetIO", "BlockIO", "PIDs"],
    quiet: "ID",
    blank: emptyEntry(""),
  };
}
