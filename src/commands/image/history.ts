import { bool, str } from "../../cli/flags.js";
import { defineList } from "../../cli/list.js";
import { objectPath } from "../../engine/object-path.js";
import { hostPlatform } from "../../values/platform.js";
import { type HistoryLayer, historyView } from "./history-view.js";
import { platformQuery } from "./platform-query.js";

export default defineList({
  path: "image history",
  aliases: ["history"],
  summary: "Show the history of an image",
  usage: "[OPTIONS] IMAGE",
  args: { min: 1, max: 1 },
  names: { kind: "image", which: "all" },
  flags: {
    human: bool("Print sizes and dates in human-readable format", { short: "H", def: true }),
    platform: str('Show history for the given platform, "os[/arch[/variant]]"', { api: "1.48" }),
  },
  examples: [{ say: "Show each build step in full", run: "history --no-trunc --format '{{.CreatedBy}}' web" }],
  view: ({ human }) => historyView(human),
  async rows(ctx, { args: [image = ""], flags: { platform } }) {
    const query = { platform: platform && platformQuery(platform, hostPlatform(ctx.platform, ctx.arch), "invalid platform: ") };
    const engine = await ctx.engine();
    return engine.json<HistoryLayer[]>("GET", `${objectPath("images", image)}/history`, { query });
  },
});
