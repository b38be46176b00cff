import { bool } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { pluginRequest } from "./request.js";

export default defineCommand({
  path: "plugin disable",
  summary: "Disable a plugin",
  usage: "[OPTIONS] PLUGIN",
  args: { min: 1, max: 1 },
  names: { kind: "plugin", which: "all" },
  flags: { force: bool("Force the disable of an active plugin", { short: "f" }) },
  examples: [{ say: "Disable a plugin that is in use", run: "plugin disable -f sshfs" }],
  async run(ctx, [name = ""], { force }) {
    await pluginRequest(await ctx.engine(), "POST", name, "disable", { query: { force } });
    ctx.stdout.write(`${name}\n`);
  },
});
