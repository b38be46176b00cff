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
  summary: "Remove the networks that no container is in",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags: {
    filter: filter("Only what matches, e.g. until=24h"),
    force: bool("Do not ask first", { short: "f" }),
  },
  examples: [{ say: "Those older than a day", run: "network prune --filter until=24h" }],
  async run(ctx, _args, f) {
    const filters = withConfigured(f.filter, ctx.config().values.pruneFilters);
    if (!f.force && !(await confirm(ctx, WARNING))) return;
    printRemoved(ctx, await pruneNetworks(await ctx.engine(), filters));
  },
});
