/** The filters of a prune command: the user's, and `pruneFilters` of the configuration file. */
import { addFilter, type Filters } from "./filter.js";
import { splitPair } from "./key-value.js";

/** The opposite of a label filter, which overrides it when given on the command line. */
const OPPOSITE: Readonly<Record<string, string>> = { label: "label!", "label!": "label" };

const has = (filters: Filters, name: string, value: string) => filters[name]?.[value] === true;

/**
 * Adds the file's filters. Entries without "=" are skipped, as in Docker. Docker also drops a label filter
 * where the command line has none of the opposite kind, and so removes objects that the file protects; we do not.
 */
export function withConfigured(filters: Filters, configured: readonly string[] = []): Filters {
  let all = filters;
  for (const entry of configured) {
    const [name, value] = splitPair(entry);
    if (value === undefined) continue;
    const opposite = Object.hasOwn(OPPOSITE, name) ? OPPOSITE[name] : undefined;
    if (opposite === undefined || !has(filters, opposite, value)) all = addFilter(all, name, value);
  }
  return all;
}
