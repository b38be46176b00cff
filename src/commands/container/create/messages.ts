/** What `run` and `create` say beside the container's ID. */
import { StatusError } from "../../../errors.js";
import { isLoopback } from "../../../values/ip.js";
import type { CreateValues } from "./flags.js";
import type { CreateBody } from "./types.js";

/** Exit code of a container that could not be made for the user's or the daemon's reasons. */
export const CANNOT_RUN = 125;

/** `docker: REASON` and where to read more, with exit code 125. */
export function usageFailure(program: string, verb: "run" | "create", error: Error): StatusError {
  return new StatusError(`${program}: ${error.message}\n\nRun '${program} ${verb} --help' for more information`, CANNOT_RUN, {
    cause: error,
  });
}

/** What Docker logs (level "warning") while it reads the flags. */
export function flagWarnings(f: Pick<CreateValues, "mount">): string[] {
  return f.mount.flatMap(({ warnings }) => warnings);
}

/** To be printed as `WARNING: …` on stderr, after those of the daemon's answer. */
export function bodyWarnings(body: CreateBody): string[] {
  const local = body.HostConfig.Dns.find(isLoopback);
  return local === undefined ? [] : [`Localhost DNS (${local}) may fail in containers.`];
}
