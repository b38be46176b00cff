import { filter } from "../../cli/filter.js";
import { listFormat } from "../../cli/format.js";
import { bool, defineCommand } from "../../cli/spec.js";
import { rowsOf } from "../../engine/rows.js";
import { naturalOrder } from "../../values/natural-order.js";
import { type Plugin, pluginView } from "./view.js";

export default defineCommand({
  path: "plugin ls",
  aliases: ["plugin list"],
  summary: "List plugins of the daemon",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags: {
    filter: filter("Keep only what matches, e.g. enabled=true", { short: "f" }),
    format: listFormat(),
    noTrunc: bool("Print values in full"),
    quiet: bool("Print IDs only", { short: "q" }),
  },
  examples: [{ say: "Those that bring volumes and are switched on", run: "plugin ls -f capability=volumedriver -f enabled=true" }],
  async run({ engine, config, print }, _args, f) {
    const format = f.format || (f.quiet ? "" : String(config().values.pluginsFormat ?? ""));
    const answer = await (await engine()).json("GET", "/plugins", { query: { filters: f.filter } });
    const rows = rowsOf<Plugin>(answer, "types.PluginsListResponse").sort((a, b) => naturalOrder(a.Name, b.Name));
    await print.list(pluginView, rows, { format, quiet: f.quiet, trunc: !f.noTrunc });
  },
});
