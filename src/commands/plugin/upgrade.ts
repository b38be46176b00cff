import { bool } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import type { Plugin } from "../../engine/api/plugin.js";
import { checkedName, objectPath } from "../../engine/object-path.js";
import { inspectObject, kindNamed } from "../../engine/objects.js";
import { ApiError, Cancelled, StatusError, UserError } from "../../errors.js";
import { showProgress } from "../../format/progress.js";
import { confirm } from "../../io/prompt.js";
import { refuseContentTrust, wantsContentTrust } from "../../registry/content-trust.js";
import { familiarString, fullString, parseReference, type Reference, withDefaultTag } from "../../values/reference.js";
import { pullPlugin } from "./pull-plugin.js";

const prefixed = (what: string) => (error: unknown) => {
  if (!(error instanceof Error)) throw error;
  throw new StatusError(`${what}: ${error.message}`, 1, { cause: error });
};

function parsed(written: string, what: string): Reference {
  try {
    return parseReference(written);
  } catch (error) {
    return prefixed(what)(error);
  }
}

function hinted(error: unknown): unknown {
  if (!(error instanceof ApiError) || !error.message.includes("target is image")) return error;
  return new UserError(`${error.message} - Use \`docker image pull\``, { cause: error });
}

export default defineCommand({
  path: "plugin upgrade",
  summary: "Upgrade a disabled plugin",
  usage: "[OPTIONS] PLUGIN [REMOTE]",
  args: { min: 1, max: 2 },
  names: { kind: "plugin", which: "first" },
  flags: {
    disableContentTrust: bool("Skip image signature verification", { def: true }),
    grantAllPermissions: bool("Grant all permissions necessary to run the plugin"),
    skipRemoteCheck: bool("Do not check whether the remote plugin matches the installed one"),
  },
  examples: [
    { say: "Upgrade to a certain version, without a question", run: "plugin upgrade --grant-all-permissions sshfs vieux/sshfs:1.1" },
  ],
  async run(ctx, [plugin = "", given = ""], f, changed) {
    const engine = await ctx.engine();
    const reading = prefixed("error reading plugin data");
    const { raw } = await inspectObject(engine, kindNamed("plugin"), plugin).catch(reading);
    const { Name, Enabled, PluginReference = "" } = JSON.parse(raw) as Plugin;
    if (Enabled) throw new UserError("the plugin must be disabled before upgrading");
    const written = given || PluginReference;
    const remote = parsed(written, "error parsing remote upgrade image reference");
    const [old, wanted] = [parsed(PluginReference, "error parsing current image reference"), remote].map(withDefaultTag) as [
      Reference,
      Reference,
    ];
    ctx.stdout.write(`Upgrading plugin ${Name} from ${familiarString(old)} to ${familiarString(wanted)}\n`);
    if (!f.skipRemoteCheck && fullString(old) !== fullString(wanted)) {
      if (!(await confirm(ctx, "Plugin images do not match, are you sure?"))) throw new Cancelled(0);
    }
    const trust = changed.has("disableContentTrust") ? !f.disableContentTrust : wantsContentTrust(ctx.env);
    refuseContentTrust(ctx, trust && remote.digest === undefined);
    const path = `${objectPath("plugins", checkedName("plugin", Name))}/upgrade`;
    const pull = { remote, written, granted: f.grantAllPermissions, verb: "plugin upgrade", path };
    const answer = await pullPlugin(ctx, engine, pull).catch((error) => Promise.reject(hinted(error)));
    await showProgress(answer.jsonLines(), ctx.stdout, ctx);
    ctx.stdout.write(`Upgraded plugin ${Name} to ${written}\n`);
  },
});
