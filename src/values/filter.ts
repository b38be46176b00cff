/**
 * `--filter name=value`, as the daemon's API takes it: {"status":{"exited":true,"running":true}}.
 * The name is trimmed and in lower case, the value trimmed; values of the same name accumulate.
 */
export type Filters = Readonly<Record<string, Readonly<Record<string, true>>>>;

/** Adds one value. */
export function addFilter(filters: Filters, name: string, value: string): Filters {
  const values = Object.hasOwn(filters, name) ? filters[name] : {};
  return { ...filters, [name]: { ...values, [value]: true } };
}

/** Adds one raw value; "" changes nothing. Throws Error with Docker's reason. */
export function parseFilter(filters: Filters, raw: string): Filters {
  if (raw === "") return filters;
  const equals = raw.indexOf("=");
  if (equals < 0) throw new Error("bad format of filter (expected name=value)");
  return addFilter(filters, raw.slice(0, equals).trim().toLowerCase(), raw.slice(equals + 1).trim());
}
