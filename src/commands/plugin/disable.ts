import { bool } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { pluginRequest } from "./request.js";

export default defineCommand({
  path: "plugin disable",
  summary: "Switch a plugin off",
  usage: "[OPTIONS] PLUGIN",
  args: { min: 1, max: 1 },
  names: { kind: "plugin", which: "all" },
  flags: { force: bool("Even while it is in use", { short: "f" }) },
  examples: [{ say: "Although something uses it", run: "plugin disable -f sshfs" }],
  async run(ctx, [name = ""], { force }) {
    await pluginRequest(await ctx.engine(), "POST", name, "disable", { query: { force } });
    ctx.stdout.write(`${name}\n`);
  },
});
