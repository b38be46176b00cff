import { filter } from "../../cli/filter.js";
import { bool, int, type Values } from "../../cli/flags.js";
import { defineList } from "../../cli/list.js";
import type { Query } from "../../engine/engine.js";
import { rowsOf } from "../../engine/rows.js";
import { type ContainerSummary, containerView } from "../../format/views/container.js";

const flags = {
  all: bool("Show all containers, including stopped ones", { short: "a", shown: "shows just running" }),
  filter: filter("Show only what matches, e.g. status=exited", { short: "f" }),
  last: int("Show the n last created containers, in any state", { short: "n", def: -1 }),
  latest: bool("Show the last created container, in any state", { short: "l" }),
  size: bool("Show total file sizes", { short: "s" }),
};

/** Flags to the query of GET /containers/json. Pure. */
export function toQuery(f: Pick<Values<typeof flags>, "all" | "filter" | "last" | "latest">, size: boolean): Query {
  const limit = f.latest && f.last === -1 ? 1 : f.last;
  return { all: f.all, size, filters: f.filter, ...(limit > 0 && { limit }) };
}

export default defineList({
  path: "container ls",
  aliases: ["ps", "container ps", "container list"],
  summary: "List containers",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags,
  examples: [
    { say: "List all containers, including stopped ones", run: "ps -a" },
    { say: "IDs of the containers with a label, for a script", run: "ps -q -f label=team=web" },
    { say: "Choose the columns", run: "ps --format 'table {{.Names}}\\t{{.Status}}\\t{{.Ports}}'" },
  ],
  view: containerView,
  configFormat: "psFormat",
  quietWins: true,
  format({ stderr }, { format, quiet }, configured) {
    if (format !== "" && quiet) stderr.write("WARNING: Ignoring custom format, because both --format and --quiet are set.\n");
    return format || configured;
  },
  // Sizes are expensive (the daemon adds up files): they are asked for where they are printed. A bad template fails with -q too.
  async options({ flags: f, changed }, uses) {
    const printed = await uses("Size");
    return { size: f.size || (printed && !f.quiet && !changed.has("size")) };
  },
  async rows({ engine }, { flags: f, options }) {
    const answer = await (await engine()).json("GET", "/containers/json", { query: toQuery(f, options.size === true) });
    return rowsOf<ContainerSummary>(answer, "[]container.Summary");
  },
});
