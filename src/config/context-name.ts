/** Which names a stored context may have. */
import { UserError } from "../errors.js";
import { quote } from "../values/quote.js";
import { DEFAULT_CONTEXT } from "./current-context.js";

const PATTERN = "^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$";
const ALLOWED = /^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$/;

/** Throws UserError with Docker's text. The default context is not a stored one. */
export function checkContextName(name: string): void {
  if (name === "") throw new UserError("context name cannot be empty");
  if (name === DEFAULT_CONTEXT) throw new UserError(`"${DEFAULT_CONTEXT}" is a reserved context name`);
  if (ALLOWED.test(name)) return;
  throw new UserError(`context name ${quote(name)} is invalid, names are validated against regexp ${quote(PATTERN)}`);
}
