import { atOnce, forEachNamed } from "../../cli/parallel.js";
import { defineCommand } from "../../cli/spec.js";
import { containerPath } from "../../engine/object-path.js";
import { endingFlags, toEndingQuery } from "./ending.js";

export default defineCommand({
  path: "container stop",
  aliases: ["stop"],
  summary: "Stop running containers: ask, wait, then kill",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags: endingFlags,
  examples: [
    { say: "Give it a minute to end by itself", run: "stop -t 60 db" },
    { say: "Ask with another signal", run: "stop -s SIGINT web" },
  ],
  async run(ctx, names, f, changed) {
    const engine = await ctx.engine();
    const query = toEndingQuery(f, changed, await engine.apiVersion().catch(() => ""));
    const stop = async (name: string) => {
      const answer = await engine.request("POST", `${containerPath(name)}/stop`, { query });
      await answer.bytes();
    };
    await forEachNamed(ctx, names, stop, { limit: atOnce(engine), waiting: "Stopping" });
  },
});
