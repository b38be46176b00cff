/** Which of the engine's builders builds. */
import type { Ctx } from "../../../cli/context.js";
import { parseBool } from "../../../cli/spec.js";
import { UserError } from "../../../errors.js";

export type Builder = "classic" | "buildkit";

/** What DOCKER_BUILDKIT says; undefined where it says nothing. Throws UserError for a value that is no boolean. */
export function askedBuilder({ DOCKER_BUILDKIT: asked = "" }: Ctx["env"]): Builder | undefined {
  if (asked === "") return undefined;
  try {
    return parseBool(asked) ? "buildkit" : "classic";
  } catch (error) {
    throw new UserError(`DOCKER_BUILDKIT environment variable expects boolean value: ${(error as Error).message}`, { cause: error });
  }
}

/** What the engine says it prefers, in answer to a ping (`Builder-Version`): "2" is BuildKit. Throws ConnectionError. */
export async function preferredBuilder(ctx: Pick<Ctx, "engine">): Promise<Builder> {
  const { builderVersion } = await (await ctx.engine()).ping();
  return builderVersion === "2" ? "buildkit" : "classic";
}
