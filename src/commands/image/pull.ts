import { bool, str } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { StatusError, UserError } from "../../errors.js";
import { refuseContentTrust, wantsContentTrust } from "../../registry/content-trust.js";
import { pullImageAsking } from "../../registry/pull-image.js";
import { fullString } from "../../values/reference.js";
import { toTarget } from "./target.js";

const flags = {
  allTags: bool("All tags of the repository", { short: "a" }),
  disableContentTrust: bool("Skip image signature verification", { def: true }),
  platform: str("Platform to pull if the image has several, os[/arch[/variant]]", { env: "DOCKER_DEFAULT_PLATFORM" }),
  quiet: bool("Suppress verbose output", { short: "q" }),
};

/** A plugin's repository cannot be told from an image's before it is pulled. */
function hinted(error: unknown): unknown {
  if (!(error instanceof StatusError) || !error.message.includes("when fetching 'plugin'")) return error;
  return new UserError(`${error.message} - Use \`docker plugin install\``, { cause: error });
}

export default defineCommand({
  path: "image pull",
  aliases: ["pull"],
  summary: "Download an image from a registry",
  usage: "[OPTIONS] NAME[:TAG|@DIGEST]",
  args: { min: 1, max: 1 },
  flags,
  examples: [
    { say: "Pull an image by its digest", run: "pull debian@sha256:…" },
    { say: "Pull for another platform", run: "pull --platform linux/arm64 alpine" },
  ],
  async run(ctx, [image = ""], f, changed) {
    const { reference, defaulted } = toTarget(image, f.allTags);
    if (defaulted && !f.quiet) ctx.stdout.write("Using default tag: latest\n");
    const trust = changed.has("disableContentTrust") ? !f.disableContentTrust : wantsContentTrust(ctx.env);
    refuseContentTrust(ctx, trust && reference.digest === undefined);
    try {
      await pullImageAsking(ctx, reference, { all: f.allTags, platform: f.platform, out: f.quiet ? undefined : ctx.stdout });
    } catch (error) {
      throw hinted(error);
    }
    ctx.stdout.write(`${fullString(reference)}\n`);
  },
});
