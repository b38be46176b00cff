import { atOnce, forEachNamed } from "../../cli/parallel.js";
import { bool, defineCommand } from "../../cli/spec.js";
import { pluginRequest } from "./request.js";

export default defineCommand({
  path: "plugin rm",
  aliases: ["plugin remove"],
  summary: "Remove plugins",
  usage: "[OPTIONS] PLUGIN [PLUGIN...]",
  args: { min: 1 },
  flags: { force: bool("Even one that is switched on", { short: "f" }) },
  examples: [{ say: "Although it is switched on", run: "plugin rm -f sshfs" }],
  async run(ctx, names, { force }) {
    const engine = await ctx.engine();
    const remove = (name: string) => pluginRequest(engine, "DELETE", name, "", { query: { force } });
    await forEachNamed(ctx, names, remove, { limit: atOnce(engine), waiting: "Removing" });
  },
});
