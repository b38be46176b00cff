import { segment } from "../engine/query.js";
import { UserError } from "../errors.js";

/** The name without white space around it. Throws where nothing is left, before the engine is asked, as the reference does. */
export function checkedName(kind: string, name: string): string {
  const trimmed = name.trim();
  if (trimmed === "") throw new UserError(`invalid ${kind} name or ID: value is empty`);
  return trimmed;
}

/** `/containers/NAME`. Throws UserError for an empty name. */
export function containerPath(name: string): string {
  return `/containers/${segment(checkedName("container", name))}`;
}
