import { filter } from "../../cli/filter.js";
import { listFormat } from "../../cli/format.js";
import { bool, defineCommand } from "../../cli/spec.js";
import type { Network } from "../../engine/api/network.js";
import { rowsOf } from "../../engine/rows.js";
import { naturalOrder } from "../../values/natural-order.js";
import { networkView } from "./view.js";

export default defineCommand({
  path: "network ls",
  aliases: ["network list"],
  summary: "List networks",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags: {
    filter: filter("Keep only what matches, e.g. driver=bridge", { short: "f" }),
    format: listFormat(),
    noTrunc: bool("Print values in full"),
    quiet: bool("Print IDs only", { short: "q" }),
  },
  examples: [{ say: "Those of one project", run: "network ls -f label=com.docker.compose.project=shop" }],
  async run({ engine, config, print }, _args, f) {
    const format = f.format || (f.quiet ? "" : String(config().values.networksFormat ?? ""));
    const answer = await (await engine()).json("GET", "/networks", { query: { filters: f.filter } });
    const rows = rowsOf<Network>(answer, "[]network.Inspect").sort((a, b) => naturalOrder(a.Name, b.Name));
    await print.list(networkView, rows, { format, quiet: f.quiet, trunc: !f.noTrunc });
  },
});
