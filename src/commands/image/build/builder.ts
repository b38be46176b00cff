/** Which of the daemon's builders builds. */
import { askedBuildKit } from "../../../cli/asked-buildkit.js";
import type { Ctx } from "../../../cli/context.js";

export type Builder = "classic" | "buildkit";

/** What DOCKER_BUILDKIT says; undefined where it says nothing. Throws UserError for a value that is no boolean. */
export function askedBuilder(env: Ctx["env"]): Builder | undefined {
  const asked = askedBuildKit(env);
  return asked === undefined ? undefined : asked ? "buildkit" : "classic";
}

/** What the daemon says it prefers, in answer to a ping (`Builder-Version`): "2" is BuildKit. Throws ConnectionError. */
export async function preferredBuilder(ctx: Pick<Ctx, "engine">): Promise<Builder> {
  const { builderVersion } = await (await ctx.engine()).ping();
  return builderVersion === "2" ? "buildkit" : "classic";
}
