import { filter } from "../../cli/filter.js";
import { bool } from "../../cli/flags.js";
import { printReclaimed, printRemoved } from "../../cli/prune-output.js";
import { defineCommand } from "../../cli/spec.js";
import type { Engine } from "../../engine/engine.js";
import {
  type Pruned,
  pruneBuildCache,
  pruneContainers,
  pruneImages,
  pruneNetworks,
  pruneVolumes,
  sparesNamedVolumes,
} from "../../engine/prune.js";
import { UserError } from "../../errors.js";
import { confirm } from "../../io/prompt.js";
import type { Filters } from "../../values/filter.js";
import { withConfigured } from "../../values/prune-filters.js";
import { compareVersions } from "../../values/version.js";
import { pruneWarning } from "./prune-warning.js";

/** Daemons from this version on have a build cache. */
const BUILD_CACHE = "1.31";
/** Taken for the version of a daemon that does not answer. */
const NEW = "1.42";

export default defineCommand({
  path: "system prune",
  summary: "Remove unused data: containers, networks, images, build cache",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  api: "1.25",
  flags: {
    all: bool("Remove all unused images, not just dangling ones", { short: "a" }),
    filter: filter("Remove only what matches, e.g. label=scratch", { api: "1.28" }),
    force: bool("Do not ask for confirmation", { short: "f" }),
    volumes: bool("Prune anonymous volumes too"),
  },
  examples: [{ say: "Remove what is older than a day", run: "system prune -a --filter until=24h" }],
  async run(ctx, _args, f) {
    const filters = withConfigured(f.filter, ctx.config().values.pruneFilters);
    // The configuration's filters too: the daemon would refuse them when containers are gone already.
    if (f.volumes && Object.hasOwn(filters, "until")) throw new UserError('ERROR: The "until" filter is not supported with "--volumes"');
    const engine = await ctx.engine();
    const known = await engine.apiVersion().catch(() => undefined);
    const scope = { ...f, filters, namedVolumes: !sparesNamedVolumes(known ?? NEW), buildCache: hasBuildCache(known ?? NEW) };
    if (!f.force && !(await confirm(ctx, pruneWarning(scope)))) return;
    // If the daemon did not answer, the user was asked all the same, as in Docker; the error counts now.
    const api = known ?? (await engine.apiVersion());
    let reclaimed = 0;
    for (const step of steps(f, hasBuildCache(api))) {
      const pruned = await step(engine, filters);
      reclaimed += pruned.reclaimed;
      printRemoved(ctx, pruned);
    }
    printReclaimed(ctx, reclaimed);
  },
});

const hasBuildCache = (api: string) => compareVersions(api, BUILD_CACHE) >= 0;

/** In the order of Docker: users of an object are pruned before the object. */
function steps(f: { all: boolean; volumes: boolean }, buildCache: boolean): ((engine: Engine, filters: Filters) => Promise<Pruned>)[] {
  return [
    pruneContainers,
    pruneNetworks,
    ...(f.volumes ? [pruneVolumes] : []),
    (engine, filters) => pruneImages(engine, filters, f.all),
    ...(buildCache ? [(engine: Engine, filters: Filters) => pruneBuildCache(engine, filters, f.all)] : []),
  ];
}
