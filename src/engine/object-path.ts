import path from "node:path";
import { UserError } from "../errors.js";
import { segment } from "./query.js";

/** The name without white space around it. Throws where nothing is left, before the engine is asked, as the reference does. */
export function checkedName(kind: string, name: string): string {
  const trimmed = name.trim();
  if (trimmed === "") throw new UserError(`invalid ${kind} name or ID: value is empty`);
  return trimmed;
}

/** `/KINDS/NAME` without double slashes and dots, as Go's path.Join makes it: `/web` is how the engine lists `web`. */
export function objectPath(kinds: string, name: string): string {
  return path.posix.join(`/${kinds}`, segment(name)).replace(/(?<=.)\/$/, "");
}

/** `/containers/NAME`. Throws UserError for an empty name. */
export function containerPath(name: string): string {
  return objectPath("containers", checkedName("container", name));
}
