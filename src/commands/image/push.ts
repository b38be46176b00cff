import { bool, str } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { objectPath } from "../../engine/object-path.js";
import { UserError } from "../../errors.js";
import { writeNote } from "../../format/note.js";
import { showProgress } from "../../format/progress.js";
import { refuseContentTrust, wantsContentTrust } from "../../registry/content-trust.js";
import { withLogin } from "../../registry/with-login.js";
import { hostPlatform } from "../../values/platform.js";
import { fullName, fullString, type Reference } from "../../values/reference.js";
import { platformQuery } from "./platform-query.js";
import { pushNote } from "./push-notes.js";
import { toTarget } from "./target.js";

const flags = {
  allTags: bool("All tags of the repository", { short: "a" }),
  disableContentTrust: bool("Skip image signing", { def: true }),
  platform: str("Push only the variant for a platform, os[/arch[/variant]], as a single-platform image", { api: "1.46" }),
  quiet: bool("Suppress verbose output", { short: "q" }),
};

const ONE_PLATFORM = `Using --platform pushes only the specified platform manifest of a multi-platform image index.
Other components, like attestations, will not be included.
To push the complete multi-platform image, remove the --platform flag.
`;

/** Path and query of POST /images/NAME/push. Pure. Throws UserError for a digest, which nothing can be pushed to. */
export function toPushRequest(reference: Reference, platform: string) {
  if (reference.digest !== undefined) throw new UserError("cannot push a digest reference");
  return { path: `${objectPath("images", fullName(reference))}/push`, query: { tag: reference.tag, platform } };
}

export default defineCommand({
  path: "image push",
  aliases: ["push"],
  summary: "Upload an image to a registry",
  usage: "[OPTIONS] NAME[:TAG]",
  args: { min: 1, max: 1 },
  flags,
  examples: [{ say: "Push to your own registry", run: "push registry.example.org/team/web:1" }],
  async run(ctx, [image = ""], f, changed) {
    const host = hostPlatform(ctx.platform, ctx.arch);
    const platform = f.platform === "" ? "" : platformQuery(f.platform, host, `Invalid platform ${f.platform}`);
    if (platform !== "") writeNote(ctx.stdout, ONE_PLATFORM);
    const { reference, defaulted } = toTarget(image, f.allTags);
    if (defaulted && !f.quiet) ctx.stdout.write("Using default tag: latest\n");
    refuseContentTrust(ctx, changed.has("disableContentTrust") ? !f.disableContentTrust : wantsContentTrust(ctx.env));
    const { path, query } = toPushRequest(reference, platform);
    const engine = await ctx.engine();
    const answer = await withLogin(ctx, fullString(reference), "push", (auth) =>
      engine.request("POST", path, { query, headers: { "X-Registry-Auth": auth } }),
    );
    const notes: string[] = [];
    const aux = (value: unknown) => notes.push(...pushNote(value, ctx));
    try {
      await showProgress(answer.jsonLines(), f.quiet ? undefined : ctx.stdout, { dialect: ctx.dialect, now: ctx.now, aux });
      if (f.quiet) ctx.stdout.write(`${fullString(reference)}\n`);
    } finally {
      for (const note of notes) writeNote(ctx.stdout, note);
    }
  },
});
