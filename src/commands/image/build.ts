import path from "node:path";
import { contextKind } from "../../archive/context/kind.js";
import { openContext } from "../../archive/context/open.js";
import type { Ctx } from "../../cli/context.js";
import { defineCommand } from "../../cli/spec.js";
import { FlagError } from "../../errors.js";
import { refuseContentTrust, wantsContentTrust } from "../../registry/content-trust.js";
import { askedBuilder, preferredBuilder } from "./build/builder.js";
import { BUILDKIT_ONLY, type BuildFlags, flags, LONG } from "./build/flags.js";
import { removeIidFile } from "./build/iid-file.js";
import { toRequest } from "./build/request.js";

/** Docker has only the classic builder here and does not know these flags. */
function refuseBuildKitFlags(changed: ReadonlySet<string>): void {
  const met = BUILDKIT_ONLY.find((key) => changed.has(key));
  if (met)
    throw new FlagError(
      `unknown flag: --${met}\nThe classic builder does not have it; BuildKit does, where the engine has that (DOCKER_BUILDKIT=1)`,
    );
}

async function requestOf(ctx: Ctx, value: string, f: BuildFlags) {
  const { endpoint } = await ctx.engine();
  const kind = contextKind(value, (file) => path.resolve(ctx.cwd, file));
  return toRequest({ kind, value }, f, { env: ctx.env, host: endpoint.host, proxies: ctx.config().values.proxies });
}

export default defineCommand({
  path: "image build",
  aliases: ["build", "builder build"],
  summary: "Build an image from a Dockerfile",
  long: LONG,
  usage: "[OPTIONS] PATH | URL | -",
  args: { min: 1, max: 1 },
  flags,
  examples: [
    { say: "Build from the Dockerfile in this directory", run: "build -t web:1 ." },
    {
      say: "Use another Dockerfile, one of its stages, and a build argument",
      run: "build -f Dockerfile.test --target test --build-arg VERSION=2 .",
    },
    { say: "Build from a Dockerfile alone, without a context", run: "build -t tiny - < Dockerfile" },
  ],
  async run(ctx, [value = ""], f, changed) {
    const asked = askedBuilder(ctx.env);
    if (asked === "classic") refuseBuildKitFlags(changed);
    refuseContentTrust(ctx, changed.has("disableContentTrust") ? !f.disableContentTrust : wantsContentTrust(ctx.env));
    const request = await requestOf(ctx, value, f);
    removeIidFile(ctx.cwd, request.iidFile);
    const context = openContext(request, ctx);
    const flagged = BUILDKIT_ONLY.some((key) => changed.has(key));
    const builder = asked ?? (await preferredBuilder(ctx, context, flagged));
    if (builder === "classic") {
      refuseBuildKitFlags(changed);
      const { classicBuild } = await import("./build/classic.js");
      return classicBuild(ctx, request, context);
    }
    const { buildKitBuild } = await import("./build/buildkit.js");
    return buildKitBuild(ctx, request, context);
  },
});
