import { bool, str } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { userValue } from "../../cli/user-value.js";
import { ApiError, UserError } from "../../errors.js";
import { showProgress } from "../../format/progress.js";
import { refuseContentTrust, wantsContentTrust } from "../../registry/content-trust.js";
import { familiarString, parseReference, withDefaultTag } from "../../values/reference.js";
import { pullPlugin } from "./pull-plugin.js";
import { pluginRequest } from "./request.js";

/** The local name that --alias gives; "" leaves it to the daemon. Pure. Throws UserError. */
export function localName(alias: string): string {
  if (alias === "") return "";
  const reference = userValue(() => parseReference(alias));
  if (reference.digest !== undefined) throw new UserError(`invalid name: ${alias}`);
  return familiarString(withDefaultTag(reference));
}

/** An image's repository cannot be told from a plugin's before it is pulled. */
function hinted(error: unknown): unknown {
  if (!(error instanceof ApiError) || !error.message.includes("(image) when fetching")) return error;
  return new UserError(`${error.message} - Use "docker image pull"`, { cause: error });
}

export default defineCommand({
  path: "plugin install",
  summary: "Install a plugin from a registry and enable it",
  usage: "[OPTIONS] PLUGIN [KEY=VALUE...]",
  args: { min: 1 },
  flags: {
    alias: str("Local name for the plugin"),
    disable: bool("Do not enable the plugin"),
    disableContentTrust: bool("Skip image signature verification", { def: true }),
    grantAllPermissions: bool("Grant all permissions necessary to run the plugin"),
  },
  examples: [{ say: "Install without a question, with a setting", run: "plugin install --grant-all-permissions vieux/sshfs DEBUG=1" }],
  async run(ctx, [written = "", ...settings], f, changed) {
    const name = localName(f.alias);
    const remote = userValue(() => parseReference(written));
    const trust = changed.has("disableContentTrust") ? !f.disableContentTrust : wantsContentTrust(ctx.env);
    refuseContentTrust(ctx, trust && remote.digest === undefined);
    const engine = await ctx.engine();
    const pull = { remote, written, granted: f.grantAllPermissions, verb: "plugin install", path: "/plugins/pull", query: { name } };
    const answer = await pullPlugin(ctx, engine, pull).catch((error) => Promise.reject(hinted(error)));
    await showProgress(answer.jsonLines(), ctx.stdout, ctx);
    const installed = answer.headers["docker-plugin-name"] ?? "";
    if (settings.length > 0) await pluginRequest(engine, "POST", installed, "set", { body: settings });
    if (!f.disable) await pluginRequest(engine, "POST", installed, "enable", { query: { timeout: "0" } });
    ctx.stdout.write(`Installed plugin ${written}\n`);
  },
});
