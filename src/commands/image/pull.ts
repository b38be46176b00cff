import { bool, defineCommand, str } from "../../cli/spec.js";
import { StatusError, UserError } from "../../errors.js";
import { fullString, parseReference, type Reference } from "../../values/reference.js";
import { userValue } from "../user-value.js";
import { pullImage, refuseContentTrust, wantsContentTrust } from "./pull-image.js";

const flags = {
  allTags: bool("Every tag of the repository", { short: "a" }),
  disableContentTrust: bool("Do not ask for signatures", { def: true }),
  platform: str("Which variant of an image for several platforms, os[/arch[/variant]]"),
  quiet: bool("Say only what was pulled", { short: "q" }),
};

/** The image that is meant, and whether "latest" had to be put in. Pure. Throws UserError. */
export function toPullTarget(image: string, all: boolean): { reference: Reference; defaulted: boolean } {
  const reference = userValue(() => parseReference(image));
  const named = reference.tag === undefined && reference.digest === undefined;
  if (all && !named) throw new UserError("tag can't be used with --all-tags/-a");
  return all || !named ? { reference, defaulted: false } : { reference: { ...reference, tag: "latest" }, defaulted: true };
}

/** A plugin's repository looks like an image's until it is pulled. */
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
    { say: "One exact image", run: "pull debian@sha256:…" },
    { say: "For another machine", run: "pull --platform linux/arm64 alpine" },
  ],
  async run(ctx, [image = ""], f, changed) {
    const { reference, defaulted } = toPullTarget(image, f.allTags);
    if (defaulted && !f.quiet) ctx.stdout.write("Using default tag: latest\n");
    const trust = changed.has("disableContentTrust") ? !f.disableContentTrust : wantsContentTrust(ctx.env);
    refuseContentTrust(ctx, trust && reference.digest === undefined);
    try {
      await pullImage(ctx, reference, { all: f.allTags, platform: f.platform, out: f.quiet ? undefined : ctx.stdout });
    } catch (error) {
      throw hinted(error);
    }
    ctx.stdout.write(`${fullString(reference)}\n`);
  },
});
