/** What `system prune` shows before it asks. */
import type { Filters } from "../../values/filter.js";
import { naturalOrder } from "../../values/natural-order.js";

/** What will be pruned. */
export interface Scope {
  all: boolean;
  volumes: boolean;
  /** The daemon's prune of volumes takes those with a name too (API below 1.42). */
  namedVolumes: boolean;
  buildCache: boolean;
  filters: Filters;
}

/** Kinds of filters that Docker shows. */
const SHOWN = ["label", "label!", "until"];

/**
 * The question, all but its " [y/N] ". Pure. Where an old engine removes named volumes as well, so it says; Docker
 * speaks of anonymous ones there too.
 */
export function pruneWarning({ all, volumes, namedVolumes, buildCache, filters }: Scope): string {
  const targets = [
    "all stopped containers",
    "all networks not used by at least one container",
    ...(volumes ? [`all ${namedVolumes ? "" : "anonymous "}volumes not used by at least one container`] : []),
    all ? "all images without at least one container associated to them" : "all dangling images",
    ...(buildCache ? [all ? "all build cache" : "unused build cache"] : []),
  ];
  const shown = SHOWN.flatMap((name) => Object.keys(filters[name] ?? {}).map((value) => `${name}=${value}`)).sort(naturalOrder);
  const bullets = (lines: readonly string[]) => lines.map((line) => `  - ${line}\n`).join("");
  const filtered = shown.length > 0 ? `\n  Items to be pruned will be filtered with:\n${bullets(shown)}` : "";
  return `WARNING! This will remove:\n${bullets(targets)}${filtered}\nAre you sure you want to continue?`;
}
