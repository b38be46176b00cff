import { filter } from "../../cli/filter.js";
import { bool } from "../../cli/flags.js";
import { printRemoved } from "../../cli/prune-output.js";
import { defineCommand } from "../../cli/spec.js";
import { pruneNetworks } from "../../engine/prune.js";
import { confirm } from "../../io/prompt.js";
import { withConfigured } from "../../values/prune-filters.js";

const WARNING = "WARNING! This will remove all custom networks not used by at least one container.\nAre you sure you want to continue?";

export default defineCommand({
  path: "network prune",
  summary: "Remove all unused networks",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags: {
    filter: filter("Remove only what matches, e.g. until=24h"),
    force: bool("Do not ask for confirmation", { short: "f" }),
  },
  examples: [{ say: "Remove those older than a day", run: "network prune --filter until=24h" }],
  async run(ctx, _args, f) {
    const filters = withConfigured(f.filter, ctx.config().values.pruneFilters);
    if (!f.force && !(await confirm(ctx, WARNING))) return;
    printRemoved(ctx, await pruneNetworks(await ctx.engine(), filters));
  },
});
