import { defineCommand } from "../../cli/spec.js";
import { pluginRequest } from "./request.js";

export default defineCommand({
  path: "plugin set",
  summary: "Change the settings of a disabled plugin",
  usage: "PLUGIN KEY=VALUE [KEY=VALUE...]",
  args: { min: 2 },
  names: { kind: "plugin", which: "first" },
  flags: {},
  examples: [{ say: "Set an environment variable and the source of a mount", run: "plugin set sshfs DEBUG=1 sshkey.source=/root/.ssh" }],
  async run(ctx, [name = "", ...settings]) {
    await pluginRequest(await ctx.engine(), "POST", name, "set", { body: settings });
  },
});
