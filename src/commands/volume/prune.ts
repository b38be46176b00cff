import { filter } from "../../cli/filter.js";
import { bool, defineCommand } from "../../cli/spec.js";
import { UserError } from "../../errors.js";
import { humanSize } from "../../format/units.js";
import { confirm } from "../../io/prompt.js";
import { addFilter, type Filters } from "../../values/filter.js";
import { withConfigured } from "../../values/prune-filters.js";
import { compareVersions } from "../../values/version.js";

/** Engines from this version on leave named volumes alone unless told otherwise. */
const ANONYMOUS_ONLY = "1.42";

const warning = (which: "all" | "anonymous") =>
  `WARNING! This will remove ${which} local volumes not used by at least one container.\nAre you sure you want to continue?`;

/** The filters of the request, and what the user is warned of. Pure. Throws UserError where all is asked for twice. */
export function toPrune(given: Filters, all: boolean, apiVersion: string): { filters: Filters; which: "all" | "anonymous" } {
  if (compareVersions(apiVersion, ANONYMOUS_ONLY) < 0) return { filters: given, which: "all" };
  if (!all) return { filters: given, which: "anonymous" };
  if (Object.hasOwn(given, "all")) throw new UserError("conflicting options: cannot specify both --all and --filter all=1");
  return { filters: addFilter(given, "all", "true"), which: "all" };
}

interface Pruned {
  VolumesDeleted?: string[] | null;
  /** Bytes. */
  SpaceReclaimed?: number;
}

export default defineCommand({
  path: "volume prune",
  summary: "Remove the volumes that no container uses",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags: {
    all: bool("Also those that have a name", { short: "a", api: ANONYMOUS_ONLY }),
    filter: filter("Only what matches, e.g. label=scratch"),
    force: bool("Do not ask first", { short: "f" }),
  },
  async run(ctx, _args, f) {
    const engine = await ctx.engine();
    const given = withConfigured(f.filter, ctx.config().values.pruneFilters);
    // Where nobody answers the user is asked all the same, as by the reference, and the request tells why.
    const { filters, which } = toPrune(given, f.all, await engine.apiVersion().catch(() => ANONYMOUS_ONLY));
    if (!f.force && !(await confirm(ctx, warning(which)))) return;
    const { VolumesDeleted: deleted, SpaceReclaimed: bytes = 0 } = await engine.json<Pruned>("POST", "/volumes/prune", {
      query: { filters },
    });
    const names = deleted?.length ? `Deleted Volumes:\n${deleted.join("\n")}\n\n` : "";
    ctx.stdout.write(`${names}Total reclaimed space: ${humanSize(names ? bytes : 0, ctx.dialect)}\n`);
  },
});
