import { inOrder, throwJoined } from "../../cli/parallel.js";
import { bool, defineCommand, type Values } from "../../cli/spec.js";
import { objectPath } from "../../engine/object-path.js";
import { ApiError } from "../../errors.js";
import { type HostPlatform, hostPlatform } from "../../values/platform.js";
import { platformFlag, platformQueries } from "./platform-query.js";

const flags = {
  force: bool("Even if containers or other names use it", { short: "f" }),
  noPrune: bool("Keep nameless parents"),
  platform: platformFlag("Only the variant for this platform", "1.50"),
};

interface Removed {
  Untagged?: string;
  Deleted?: string;
}

/** Query of DELETE /images/NAME. Pure. Throws UserError for a bad platform. */
export function toImageRmQuery(f: Values<typeof flags>, host: HostPlatform) {
  return { force: f.force, noprune: f.noPrune, platforms: platformQueries(f.platform, host) };
}

export default defineCommand({
  path: "image rm",
  aliases: ["rmi", "image remove"],
  summary: "Remove images",
  usage: "[OPTIONS] IMAGE [IMAGE...]",
  args: { min: 1 },
  flags,
  examples: [{ say: "Everything that has no name", run: "rmi $(dockline images -q -f dangling=true)" }],
  async run(ctx, names, f) {
    const query = toImageRmQuery(f, hostPlatform(ctx.platform, ctx.arch));
    const engine = await ctx.engine();
    const errors: Error[] = [];
    let fatal = false;
    // One after the other: an image may rest on one that is named later.
    const remove = (name: string) => engine.json<Removed[]>("DELETE", objectPath("images", name), { query });
    for await (const done of inOrder(names, 1, remove)) {
      if ("error" in done) {
        errors.push(done.error);
        fatal ||= !(done.error instanceof ApiError && done.error.status === 404);
        continue;
      }
      for (const { Deleted, Untagged } of done.value ?? [])
        ctx.stdout.write(Deleted ? `Deleted: ${Deleted}\n` : `Untagged: ${Untagged ?? ""}\n`);
    }
    // What is not there need not be removed by force.
    if (f.force && !fatal) for (const error of errors) ctx.stderr.write(`${error.message}\n`);
    else throwJoined(errors);
  },
});
