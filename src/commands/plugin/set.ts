import { defineCommand } from "../../cli/spec.js";
import { pluginRequest } from "./request.js";

export default defineCommand({
  path: "plugin set",
  summary: "Change settings of a plugin that is switched off",
  usage: "PLUGIN KEY=VALUE [KEY=VALUE...]",
  args: { min: 2 },
  names: { kind: "plugin", which: "first" },
  flags: {},
  examples: [{ say: "An environment variable, a mount's source", run: "plugin set sshfs DEBUG=1 sshkey.source=/root/.ssh" }],
  async run(ctx, [name = "", ...settings]) {
    await pluginRequest(await ctx.engine(), "POST", name, "set", { body: settings });
  },
});
