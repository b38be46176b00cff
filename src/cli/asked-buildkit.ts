/** DOCKER_BUILDKIT, which chooses both whether a builder plugin takes a build and which of the daemon's builders does. */
import { UserError } from "../errors.js";
import { parseBool } from "../values/bool.js";
import type { Ctx } from "./context.js";

/** Undefined where it says nothing. Throws UserError for a value that is no boolean. */
export function askedBuildKit({ DOCKER_BUILDKIT: asked = "" }: Ctx["env"]): boolean | undefined {
  if (asked === "") return undefined;
  try {
    return parseBool(asked);
  } catch (error) {
    throw new UserError(`DOCKER_BUILDKIT environment variable expects boolean value: ${(error as Error).message}`, { cause: error });
  }
}
