import { filter } from "../../cli/filter.js";
import { bool } from "../../cli/flags.js";
import { printReclaimed, printRemoved } from "../../cli/prune-output.js";
import { defineCommand } from "../../cli/spec.js";
import { pruneImages } from "../../engine/prune.js";
import { confirm } from "../../io/prompt.js";
import { withConfigured } from "../../values/prune-filters.js";

const warning = (which: string) => `WARNING! This will remove all ${which}.\nAre you sure you want to continue?`;
const DANGLING = "dangling images";
const UNUSED = "images without at least one container associated to them";

export default defineCommand({
  path: "image prune",
  summary: "Remove unused images",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  api: "1.25",
  flags: {
    all: bool("Remove all unused images, not just dangling ones", { short: "a" }),
    filter: filter("Remove only what matches, e.g. until=24h"),
    force: bool("Do not ask for confirmation", { short: "f" }),
  },
  examples: [{ say: "Remove what was created more than a week ago", run: "image prune -a --filter until=168h" }],
  async run(ctx, _args, f) {
    const filters = withConfigured(f.filter, ctx.config().values.pruneFilters);
    if (!f.force && !(await confirm(ctx, warning(f.all ? UNUSED : DANGLING)))) return;
    const pruned = await pruneImages(await ctx.engine(), filters, f.all);
    printRemoved(ctx, pruned);
    printReclaimed(ctx, pruned.reclaimed);
  },
});
