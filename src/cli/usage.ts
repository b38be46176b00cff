/** The usage line, and the errors that show it. Apart from the program, so that a start without a command needs no commander. */
import { FlagError } from "../errors.js";

/** `docker ps [OPTIONS]`; a second form stands on a line of its own, as `cp` has. */
export function usageLine(path: string, usage: string): string {
  return usage
    .split("\n")
    .map((form) => (form === "" ? path : `${path} ${form}`))
    .join("\n\t");
}

/** A flag error as the reference prints it: the reason, the usage line, where to read more. */
export function withUsage(error: FlagError, path: string, usage: string): FlagError {
  return new FlagError(`${error.message}\n\nUsage:  ${usage}\n\nRun '${path} --help' for more information`);
}
