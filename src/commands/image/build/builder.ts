/** Which of the daemon's builders builds. */
import fs from "node:fs";
import path from "node:path";
import type { BuildContext } from "../../../archive/context/types.js";
import { needsBuildKit } from "../../../buildkit/needed.js";
import { askedBuildKit } from "../../../cli/asked-buildkit.js";
import type { Ctx } from "../../../cli/context.js";

export type Builder = "classic" | "buildkit";

/** What DOCKER_BUILDKIT says; undefined where it says nothing. Throws UserError for a value that is no boolean. */
export function askedBuilder(env: Ctx["env"]): Builder | undefined {
  const asked = askedBuildKit(env);
  return asked === undefined ? undefined : asked ? "buildkit" : "classic";
}

/** The Dockerfile, where it lies in a file of this machine; "" elsewhere and for one that cannot be read. */
function dockerfileText(context: BuildContext): string {
  if (context.kind !== "folder") return "";
  const { dir, dockerfile } = context;
  const file = dockerfile.kind === "inside" ? path.join(dir, dockerfile.path) : dockerfile.path;
  try {
    return file === undefined ? "" : fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/**
 * The builder where DOCKER_BUILDKIT says nothing. `dockline` takes the one that the daemon prefers, in answer to a ping
 * (`Builder-Version`: "2" is BuildKit). `docker` takes the classic one, as Docker's CLI does without buildx: scripts know its output
 * and its parent images. What that cannot build (a Dockerfile, a flag) goes to BuildKit all the same.
 * @param flagged a flag that only BuildKit has was written
 * @throws ConnectionError
 */
export async function preferredBuilder(ctx: Pick<Ctx, "dialect" | "engine">, context: BuildContext, flagged: boolean): Promise<Builder> {
  if (ctx.dialect === "docker" && !flagged && !needsBuildKit(dockerfileText(context))) return "classic";
  const { builderVersion } = await (await ctx.engine()).ping();
  return builderVersion === "2" ? "buildkit" : "classic";
}
