/** The usage line, and the errors that show it. Apart from the program, so that a start without a command needs no commander. */
import { FlagError } from "../errors.js";
import type { Dialect } from "./context.js";
import type { FlagName } from "./pflag.js";

/** `docker ps [OPTIONS]`; a second form stands on a line of its own, as `cp` has. */
export function usageLine(path: string, usage: string): string {
  return usage
    .split("\n")
    .map((form) => (form === "" ? path : `${path} ${form}`))
    .join("\n\t");
}

/** A flag error as Docker prints it: the reason, the usage line, where to read more. */
export function withUsage(error: FlagError, path: string, usage: string): FlagError {
  return new FlagError(`${error.message}\n\nUsage:  ${usage}\n\nRun '${path} --help' for more information`);
}

/**
 * The error with the flags that may have been meant behind it. Docker does not suggest similar names, so only the dockline dialect does.
 * @param path the command with the program's name before it
 * @param known the flags it has, without the hidden ones
 */
export async function nearFlag(dialect: Dialect, error: FlagError, path: string, known: () => Iterable<FlagName>): Promise<FlagError> {
  if (dialect === "docker" || !error.unknown) return error;
  const { flagHint } = await import("./suggest.js");
  const hint = flagHint(error.unknown, path, known());
  return hint === "" ? error : new FlagError(`${error.message}\n\n${hint}`);
}
