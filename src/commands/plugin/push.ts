import { bool } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { userValue } from "../../cli/user-value.js";
import { encodeAuth } from "../../config/credentials.js";
import { credentialsOf } from "../../config/user-credentials.js";
import { objectPath } from "../../engine/object-path.js";
import { UserError } from "../../errors.js";
import { showProgress } from "../../format/progress.js";
import { refuseContentTrust, wantsContentTrust } from "../../registry/content-trust.js";
import { familiarString, fullString, parseReference, withDefaultTag } from "../../values/reference.js";

export default defineCommand({
  path: "plugin push",
  summary: "Upload a plugin to a registry",
  usage: "[OPTIONS] PLUGIN[:TAG]",
  args: { min: 1, max: 1 },
  names: { kind: "plugin", which: "all" },
  flags: { disableContentTrust: bool("Skip image signing", { def: true }) },
  examples: [{ say: "Push to your own registry", run: "plugin push registry.example.org/team/volumes:1" }],
  async run(ctx, [written = ""], f, changed) {
    const reference = userValue(() => parseReference(written));
    if (reference.digest !== undefined) throw new UserError(`invalid name: ${familiarString(reference)}`);
    refuseContentTrust(ctx, changed.has("disableContentTrust") ? !f.disableContentTrust : wantsContentTrust(ctx.env));
    const tagged = withDefaultTag(reference);
    const headers = { "X-Registry-Auth": encodeAuth(await credentialsOf(ctx).resolveAuth(fullString(reference))) };
    const engine = await ctx.engine();
    const answer = await engine.request("POST", `${objectPath("plugins", familiarString(tagged))}/push`, { headers });
    await showProgress(answer.jsonLines(), ctx.stdout, ctx);
  },
});
