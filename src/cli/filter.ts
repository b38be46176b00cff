import { type Filters, parseFilter } from "../values/filter.js";
import { custom, type Flag, type FlagOptions } from "./flags.js";

/** `-f, --filter name=value`, any number of times. */
export function filter(summary: string, options: FlagOptions = {}): Flag<Filters> {
  return custom<Filters>("filter", summary, {}, (previous, raw) => parseFilter(previous ?? {}, raw), options);
}
