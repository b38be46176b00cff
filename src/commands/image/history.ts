import { listFormat } from "../../cli/format.js";
import { bool, defineCommand, str } from "../../cli/spec.js";
import { objectPath } from "../../engine/object-path.js";
import { hostPlatform } from "../../values/platform.js";
import { type HistoryLayer, historyView } from "./history-view.js";
import { platformQuery } from "./platform-query.js";

export default defineCommand({
  path: "image history",
  aliases: ["history"],
  summary: "Show what an image was built of",
  usage: "[OPTIONS] IMAGE",
  args: { min: 1, max: 1 },
  flags: {
    format: listFormat(),
    human: bool("Sizes and dates as people say them", { short: "H", def: true }),
    noTrunc: bool("Show whole values"),
    platform: str('The history of the variant for this platform, "os[/arch[/variant]]"', { api: "1.48" }),
    quiet: bool("Only IDs", { short: "q" }),
  },
  examples: [{ say: "The whole of each step", run: "history --no-trunc --format '{{.CreatedBy}}' web" }],
  async run(ctx, [image = ""], f) {
    const query = { platform: f.platform && platformQuery(f.platform, hostPlatform(ctx.platform, ctx.arch), "invalid platform: ") };
    const engine = await ctx.engine();
    const layers = await engine.json<HistoryLayer[]>("GET", `${objectPath("images", image)}/history`, { query });
    await ctx.print.list(historyView(f.human), layers, { format: f.format, quiet: f.quiet, trunc: !f.noTrunc });
  },
});
