import { int } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { UserError } from "../../errors.js";
import { pluginRequest } from "./request.js";

export default defineCommand({
  path: "plugin enable",
  summary: "Switch a plugin on",
  usage: "[OPTIONS] PLUGIN",
  args: { min: 1, max: 1 },
  names: { kind: "plugin", which: "all" },
  flags: { timeout: int("Seconds that the engine waits for the plugin's answer", { def: 30 }) },
  examples: [{ say: "Give it a minute to answer", run: "plugin enable --timeout 60 sshfs" }],
  async run(ctx, [name = ""], { timeout }) {
    if (timeout < 0) throw new UserError(`negative timeout ${timeout} is invalid`);
    await pluginRequest(await ctx.engine(), "POST", name, "enable", { query: { timeout: String(timeout) } });
    ctx.stdout.write(`${name}\n`);
  },
});
