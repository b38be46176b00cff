import { filter } from "../../cli/filter.js";
import { bool, custom } from "../../cli/flags.js";
import { printReclaimed, printRemoved } from "../../cli/prune-output.js";
import { defineCommand } from "../../cli/spec.js";
import { pruneBuildCache } from "../../engine/prune.js";
import { confirm } from "../../io/prompt.js";
import type { Int } from "../../values/integer.js";
import { withConfigured } from "../../values/prune-filters.js";
import { parseSize } from "../../values/size.js";

const warning = (which: string) => `WARNING! This will remove all ${which}build cache. Are you sure you want to continue?`;

export default defineCommand({
  path: "builder prune",
  summary: "Remove build cache",
  usage: "",
  args: { min: 0, max: 0 },
  api: "1.39",
  flags: {
    all: bool("Remove all unused cache, not just dangling entries", { short: "a" }),
    filter: filter("Remove only what matches, e.g. until=24h"),
    force: bool("Do not ask for confirmation", { short: "f" }),
    keepStorage: custom<Int>("bytes", "Amount of cache to keep", 0, (_, raw) => parseSize(raw), { shown: "" }),
  },
  examples: [{ say: "Keep the newest 2 GB", run: "builder prune -a -f --keep-storage 2GB" }],
  async run(ctx, _args, f) {
    const filters = withConfigured(f.filter, ctx.config().values.pruneFilters);
    if (!f.force && !(await confirm(ctx, warning(f.all ? "" : "dangling ")))) return;
    const pruned = await pruneBuildCache(await ctx.engine(), filters, f.all, f.keepStorage);
    printRemoved(ctx, pruned);
    printReclaimed(ctx, pruned.reclaimed);
  },
});
