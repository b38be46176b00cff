import path from "node:path";
import { UserError } from "../errors.js";
import { segment } from "./query.js";

/** The name without surrounding white space. Throws UserError if nothing is left, as Docker does before it asks the daemon. */
export function checkedName(kind: string, name: string): string {
  const trimmed = name.trim();
  if (trimmed === "") throw new UserError(`invalid ${kind} name or ID: value is empty`);
  return trimmed;
}

/** `/KINDS/NAME` cleaned as by Go's path.Join: the daemon lists `web` as `/web`. */
export function objectPath(kinds: string, name: string): string {
  return path.posix.join(`/${kinds}`, segment(name)).replace(/(?<=.)\/$/, "");
}

/** `/containers/NAME`. Throws UserError for an empty name. */
export function containerPath(name: string): string {
  return objectPath("containers", checkedName("container", name));
}
