import { filter } from "../../cli/filter.js";
import { listFormat } from "../../cli/format.js";
import { bool, defineCommand } from "../../cli/spec.js";
import type { Volume } from "../../engine/api/volume.js";
import { rowsOf } from "../../engine/rows.js";
import { volumeView } from "../../format/views/volume.js";
import { naturalOrder } from "../../values/natural-order.js";

export default defineCommand({
  path: "volume ls",
  aliases: ["volume list"],
  summary: "List volumes",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags: {
    cluster: bool("Only a swarm's volumes, in columns of their own", { api: "1.42" }),
    filter: filter("Keep only what matches, e.g. dangling=true", { short: "f" }),
    format: listFormat(),
    quiet: bool("Print names only", { short: "q" }),
  },
  examples: [{ say: "What no container uses", run: "volume ls -q -f dangling=true" }],
  async run({ engine, config, print }, _args, f) {
    const answer = await (await engine()).json<{ Volumes?: unknown } | null>("GET", "/volumes", { query: { filters: f.filter } });
    const all = rowsOf<Volume>(answer?.Volumes ?? null, "[]*volume.Volume").sort((a, b) => naturalOrder(a.Name, b.Name));
    const rows = f.cluster ? all.filter(({ ClusterVolume }) => ClusterVolume) : all;
    const configured = f.quiet ? "" : String(config().values.volumesFormat ?? "");
    // --cluster has its own table, whatever the reference's formats say; ours it prints.
    const format = f.cluster ? (f.format === "yaml" ? f.format : "") : f.format || configured;
    await print.list(volumeView, rows, { format, quiet: f.quiet, cluster: f.cluster });
  },
});
