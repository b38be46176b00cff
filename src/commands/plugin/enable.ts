import { int } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { UserError } from "../../errors.js";
import { pluginRequest } from "./request.js";

export default defineCommand({
  path: "plugin enable",
  summary: "Enable a plugin",
  usage: "[OPTIONS] PLUGIN",
  args: { min: 1, max: 1 },
  names: { kind: "plugin", which: "all" },
  flags: { timeout: int("Client timeout for the plugin, in seconds", { def: 30 }) },
  examples: [{ say: "Wait a minute for the plugin", run: "plugin enable --timeout 60 sshfs" }],
  async run(ctx, [name = ""], { timeout }) {
    if (timeout < 0) throw new UserError(`negative timeout ${timeout} is invalid`);
    await pluginRequest(await ctx.engine(), "POST", name, "enable", { query: { timeout: String(timeout) } });
    ctx.stdout.write(`${name}\n`);
  },
});
