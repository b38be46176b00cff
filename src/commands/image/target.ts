/** The argument of `pull` and `push`. */

import { userValue } from "../../cli/user-value.js";
import { UserError } from "../../errors.js";
import { parseReference, type Reference, withDefaultTag } from "../../values/reference.js";

/** The image that is meant, and whether "latest" had to be put in. Pure. Throws UserError. */
export function toTarget(image: string, all: boolean): { reference: Reference; defaulted: boolean } {
  const reference = userValue(() => parseReference(image));
  const named = reference.tag === undefined && reference.digest === undefined;
  if (all && !named) throw new UserError("tag can't be used with --all-tags/-a");
  return all || !named ? { reference, defaulted: false } : { reference: withDefaultTag(reference), defaulted: true };
}
