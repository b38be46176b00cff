import type { View } from "./view.js";

export interface ListOptions {
  /** --format, or the config's xxFormat; "" is the default table. */
  format: string;
  quiet?: boolean;
  /** false with --no-trunc; true when absent. */
  trunc?: boolean;
  /** Extra flags that the view's table depends on (size, digests). */
  [flag: string]: unknown;
}

/** Prints to stdout. */
export interface Printer {
  list<Row>(view: View<Row>, rows: Iterable<Row>, options: ListOptions): void;
  /** Does what `format` prints need the field (`.Size`)? Decides on expensive queries. */
  uses<Row>(view: View<Row>, format: string, field: string): boolean;
}
