import { filter } from "../../cli/filter.js";
import { bool } from "../../cli/flags.js";
import { printReclaimed, printRemoved } from "../../cli/prune-output.js";
import { defineCommand } from "../../cli/spec.js";
import { ANONYMOUS_ONLY, pruneVolumes, toVolumePrune } from "../../engine/prune.js";
import { confirm } from "../../io/prompt.js";
import { withConfigured } from "../../values/prune-filters.js";

const warning = (which: "all" | "anonymous") =>
  `WARNING! This will remove ${which} local volumes not used by at least one container.\nAre you sure you want to continue?`;

export default defineCommand({
  path: "volume prune",
  summary: "Remove unused volumes",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags: {
    all: bool("Remove all unused volumes, not just anonymous ones", { short: "a", api: ANONYMOUS_ONLY }),
    filter: filter("Remove only what matches, e.g. label=scratch"),
    force: bool("Do not ask for confirmation", { short: "f" }),
  },
  examples: [
    { say: "Remove named volumes too", run: "volume prune -a" },
    { say: "Keep volumes with a label", run: "volume prune -a --filter label!=keep" },
  ],
  async run(ctx, _args, f) {
    const engine = await ctx.engine();
    const given = withConfigured(f.filter, ctx.config().values.pruneFilters);
    // If the daemon does not answer, the user is asked all the same, as in Docker, and the request reports why.
    const { filters, which } = toVolumePrune(given, f.all, await engine.apiVersion().catch(() => ANONYMOUS_ONLY));
    if (!f.force && !(await confirm(ctx, warning(which)))) return;
    const pruned = await pruneVolumes(engine, filters);
    printRemoved(ctx, pruned);
    printReclaimed(ctx, pruned.reclaimed);
  },
});
