import { defineAction } from "../../cli/action.js";
import { bool, type Values } from "../../cli/flags.js";
import { objectPath } from "../../engine/object-path.js";
import { ApiError } from "../../errors.js";
import { type HostPlatform, hostPlatform } from "../../values/platform.js";
import { platformFlag, platformQueries } from "./platform-query.js";

const flags = {
  force: bool("Force removal of the image", { short: "f" }),
  noPrune: bool("Do not delete untagged parents"),
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

export default defineAction({
  path: "image rm",
  aliases: ["rmi", "image remove"],
  summary: "Remove images",
  usage: "[OPTIONS] IMAGE [IMAGE...]",
  args: { min: 1 },
  flags,
  examples: [{ say: "Remove all untagged images", run: "rmi $(dockline images -q -f dangling=true)" }],
  objects: "image",
  // One after the other: an image may rest on one that is named later.
  limit: 1,
  check: (ctx, f) => void toImageRmQuery(f, hostPlatform(ctx.platform, ctx.arch)),
  each({ ctx, engine, flags }) {
    const query = toImageRmQuery(flags, hostPlatform(ctx.platform, ctx.arch));
    return (name) => engine.json<Removed[] | null>("DELETE", objectPath("images", name), { query });
  },
  lines: (removed) => (removed ?? []).map(({ Deleted, Untagged }) => (Deleted ? `Deleted: ${Deleted}` : `Untagged: ${Untagged ?? ""}`)),
  // What is not there need not be removed by force; one other failure, and all are failures.
  excused: (errors, { force }) => (force && errors.every((error) => error instanceof ApiError && error.status === 404) ? errors : []),
});
