import { filter } from "../../cli/filter.js";
import { listFormat } from "../../cli/format.js";
import { bool, defineCommand, int, type Values } from "../../cli/spec.js";
import type { Query } from "../../engine/engine.js";
import { rowsOf } from "../../engine/rows.js";
import { type ContainerSummary, containerView } from "../../format/views/container.js";

const flags = {
  all: bool("List stopped containers as well", { short: "a", shown: "shows just running" }),
  filter: filter("Keep only what matches, e.g. status=exited", { short: "f" }),
  format: listFormat(),
  last: int("List the newest n containers in any state", { short: "n", def: -1 }),
  latest: bool("List the newest container in any state", { short: "l" }),
  noTrunc: bool("Print values in full"),
  quiet: bool("Print IDs only", { short: "q" }),
  size: bool("Add what the containers take on disk", { short: "s" }),
};

/** Flags to the query of GET /containers/json. Pure. */
export function toQuery(f: Pick<Values<typeof flags>, "all" | "filter" | "last" | "latest">, size: boolean): Query {
  const limit = f.latest && f.last === -1 ? 1 : f.last;
  return { all: f.all, size, filters: f.filter, ...(limit > 0 && { limit }) };
}

export default defineCommand({
  path: "container ls",
  aliases: ["ps", "container ps", "container list"],
  summary: "List containers",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags,
  examples: [
    { say: "Everything, also what has ended", run: "ps -a" },
    { say: "IDs of what a label marks, for a script", run: "ps -q -f label=team=web" },
    { say: "Columns of your choice", run: "ps --format 'table {{.Names}}\\t{{.Status}}\\t{{.Ports}}'" },
  ],
  async run({ engine, config, print, stderr }, _args, f, changed) {
    if (f.format !== "" && f.quiet) {
      stderr.write("WARNING: Ignoring custom format, because both --format and --quiet are set.\n");
    }
    const format = f.format || String(config().values.psFormat ?? "");
    const uses = await print.uses(containerView, format, "Size");
    const size = f.size || (uses && !f.quiet && !changed.has("size"));
    const answer = await (await engine()).json("GET", "/containers/json", { query: toQuery(f, size) });
    const rows = rowsOf<ContainerSummary>(answer, "[]container.Summary");
    const plain = f.quiet && format !== "raw";
    await print.list(containerView, rows, { format: plain ? "" : format, quiet: f.quiet, trunc: !f.noTrunc, size });
  },
});
