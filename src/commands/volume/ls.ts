import { filter } from "../../cli/filter.js";
import { bool } from "../../cli/flags.js";
import { defineList } from "../../cli/list.js";
import type { Volume } from "../../engine/api/volume.js";
import { rowsOf } from "../../engine/rows.js";
import { volumeView } from "../../format/views/volume.js";
import { naturalOrder } from "../../values/natural-order.js";

export default defineList({
  path: "volume ls",
  aliases: ["volume list"],
  summary: "List volumes",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags: {
    cluster: bool("Show only cluster volumes, in their own columns", { api: "1.42" }),
    filter: filter("Show only what matches, e.g. dangling=true", { short: "f" }),
  },
  examples: [{ say: "List unused volumes", run: "volume ls -q -f dangling=true" }],
  view: volumeView,
  configFormat: "volumesFormat",
  has: ["format", "quiet"],
  quietSummary: "Only show names",
  // --cluster has its own table, whatever Docker's formats say; yaml, which is ours, it prints.
  format(_ctx, { format, quiet, cluster }, configured) {
    if (cluster) return format === "yaml" ? format : "";
    return format || (quiet ? "" : configured);
  },
  options: ({ flags: { cluster } }) => ({ cluster }),
  async rows({ engine }, { flags: { cluster, filter } }) {
    const answer = await (await engine()).json<{ Volumes?: unknown } | null>("GET", "/volumes", { query: { filters: filter } });
    const all = rowsOf<Volume>(answer?.Volumes ?? null, "[]*volume.Volume").sort((a, b) => naturalOrder(a.Name, b.Name));
    return cluster ? all.filter(({ ClusterVolume }) => ClusterVolume) : all;
  },
});
