import { forEachNamed } from "../../cli/parallel.js";
import { defineCommand } from "../../cli/spec.js";
import { containerPath } from "../../engine/object-path.js";
import { endingFlags, toEndingQuery } from "./ending.js";

export default defineCommand({
  path: "container restart",
  aliases: ["restart"],
  summary: "Stop containers and start them again",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags: endingFlags,
  examples: [{ say: "At once, without asking first", run: "restart -t 0 web" }],
  async run(ctx, names, f, changed) {
    const engine = await ctx.engine();
    const query = toEndingQuery(f, changed, await engine.apiVersion().catch(() => ""));
    const restart = async (name: string) => {
      const answer = await engine.request("POST", `${containerPath(name)}/restart`, { query });
      await answer.bytes();
    };
    // One after the other: `restart db web` means that db is back before web comes.
    await forEachNamed(ctx, names, restart, { limit: 1, waiting: "Restarting" });
  },
});
