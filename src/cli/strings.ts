import { readCsvRecord } from "../values/csv.js";
import { custom, type Flag, type FlagOptions } from "./flags.js";

/** Values with commas between them, the flag any number of times (pflag's stringSlice). */
export function strings(summary: string, options: FlagOptions = {}): Flag<string[]> {
  return custom<string[]>("strings", summary, [], (old = [], raw) => [...old, ...(raw === "" ? [] : readCsvRecord(raw))], options);
}
