import { bool } from "../../cli/flags.js";
import { defineList } from "../../cli/list.js";
import { summaryView, usages } from "./df-summary.js";
import type { DiskUsage } from "./df-types.js";

export default defineList({
  path: "system df",
  summary: "Show disk usage of images, containers, volumes and build cache",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  api: "1.25",
  flags: { verbose: bool("Show detailed information on space usage", { short: "v" }) },
  examples: [{ say: "Show what can be reclaimed", run: "system df --format '{{.Type}}: {{.Reclaimable}}'" }],
  view: summaryView,
  has: ["format"],
  async instead(ctx, { flags: { format, verbose } }) {
    if (!verbose) return false;
    const usage = await (await ctx.engine()).json<DiskUsage>("GET", "/system/df");
    await (await import("./df-verbose.js")).printVerbose(ctx, usage, format);
    return true;
  },
  rows: async ({ engine }) => usages(await (await engine()).json<DiskUsage>("GET", "/system/df")),
});
