import { str, type Values } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { UserError } from "../../errors.js";
import { newFile } from "../../io/new-file.js";
import { type HostPlatform, hostPlatform } from "../../values/platform.js";
import { platformFlag, platformQueries } from "./platform-query.js";

const flags = {
  output: str("Write to a file instead of standard output", { short: "o" }),
  platform: platformFlag("Only the variant for this platform", "1.48"),
};

/** Query of GET /images/get. Pure. Throws UserError for a bad platform. */
export function toSaveQuery(images: readonly string[], f: Values<typeof flags>, host: HostPlatform) {
  return { names: images, platform: platformQueries(f.platform, host, "invalid platform: ") };
}

export default defineCommand({
  path: "image save",
  aliases: ["save"],
  summary: "Save images to a tar archive",
  usage: "[OPTIONS] IMAGE [IMAGE...]",
  args: { min: 1 },
  names: { kind: "image", which: "all" },
  flags,
  examples: [
    { say: "Copy two images to another machine", run: "save -o images.tar web:1 db:9" },
    { say: "Compress the archive", run: "save web:1 | gzip > web.tar.gz" },
  ],
  async run(ctx, images, f) {
    const query = toSaveQuery(images, f, hostPlatform(ctx.platform, ctx.arch));
    if (f.output === "" && ctx.stdout.isTTY) throw new UserError("cowardly refusing to save to a terminal. Use the -o flag or redirect");
    const file = f.output === "" ? undefined : newFile(ctx, f.output, "failed to save image: ");
    const engine = await ctx.engine();
    const answer = await engine.request("GET", "/images/get", { query });
    if (file) await file.fill(answer.borrowed()).finally(ctx.spinner(`Saving ${images.join(" ")}`).stop);
    else for await (const chunk of answer.borrowed()) await ctx.stdout.writeAsync(chunk);
  },
});
