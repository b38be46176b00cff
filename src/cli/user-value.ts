import { StatusError, UserError } from "../errors.js";

/** Runs a parser of src/values on what the user wrote: its Error becomes one for the user to mend. */
export function userValue<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof StatusError ? error : new UserError((error as Error).message, { cause: error });
  }
}
