import { filter } from "../../cli/filter.js";
import { defineList } from "../../cli/list.js";
import type { Network } from "../../engine/api/network.js";
import { rowsOf } from "../../engine/rows.js";
import { naturalOrder } from "../../values/natural-order.js";
import { networkView } from "./view.js";

export default defineList({
  path: "network ls",
  aliases: ["network list"],
  summary: "List networks",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags: { filter: filter("Show only what matches, e.g. driver=bridge", { short: "f" }) },
  examples: [{ say: "List the networks of one project", run: "network ls -f label=com.docker.compose.project=shop" }],
  view: networkView,
  configFormat: "networksFormat",
  async rows({ engine }, { flags }) {
    const answer = await (await engine()).json("GET", "/networks", { query: { filters: flags.filter } });
    return rowsOf<Network>(answer, "[]network.Inspect").sort((a, b) => naturalOrder(a.Name, b.Name));
  },
});
