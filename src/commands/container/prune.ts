import { filter } from "../../cli/filter.js";
import { bool } from "../../cli/flags.js";
import { printReclaimed, printRemoved } from "../../cli/prune-output.js";
import { defineCommand } from "../../cli/spec.js";
import { pruneContainers } from "../../engine/prune.js";
import { confirm } from "../../io/prompt.js";
import { withConfigured } from "../../values/prune-filters.js";

const WARNING = "WARNING! This will remove all stopped containers.\nAre you sure you want to continue?";

export default defineCommand({
  path: "container prune",
  summary: "Remove all stopped containers",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  api: "1.25",
  flags: {
    filter: filter("Remove only what matches, e.g. until=24h"),
    force: bool("Do not ask for confirmation", { short: "f" }),
  },
  examples: [{ say: "Remove those created more than a day ago", run: "container prune --filter until=24h" }],
  async run(ctx, _args, f) {
    const filters = withConfigured(f.filter, ctx.config().values.pruneFilters);
    if (!f.force && !(await confirm(ctx, WARNING))) return;
    const pruned = await pruneContainers(await ctx.engine(), filters);
    printRemoved(ctx, pruned);
    printReclaimed(ctx, pruned.reclaimed);
  },
});
