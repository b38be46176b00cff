/** Tests that need something of the machine which it may not have. */
import { inject } from "vitest";
import { noteSkipped, type Skipped } from "../setup/skipped.js";

/**
 * For `describe.runIf(needs(...))` and `test.runIf(needs(...))`: returns `met`, and where that is false the end of the run tells
 * what was skipped, why, and what would get it.
 */
export function needs(met: boolean, skipped: Skipped): boolean {
  if (!met) noteSkipped(inject("runFolder"), skipped);
  return met;
}
