import { filter } from "../../cli/filter.js";
import { defineList } from "../../cli/list.js";
import type { Plugin } from "../../engine/api/plugin.js";
import { rowsOf } from "../../engine/rows.js";
import { naturalOrder } from "../../values/natural-order.js";
import { pluginView } from "./view.js";

export default defineList({
  path: "plugin ls",
  aliases: ["plugin list"],
  summary: "List the daemon's plugins",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags: { filter: filter("Show only what matches, e.g. enabled=true", { short: "f" }) },
  examples: [{ say: "List enabled volume drivers", run: "plugin ls -f capability=volumedriver -f enabled=true" }],
  view: pluginView,
  configFormat: "pluginsFormat",
  async rows({ engine }, { flags }) {
    const answer = await (await engine()).json("GET", "/plugins", { query: { filters: flags.filter } });
    return rowsOf<Plugin>(answer, "types.PluginsListResponse").sort((a, b) => naturalOrder(a.Name, b.Name));
  },
});
