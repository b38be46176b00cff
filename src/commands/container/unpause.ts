import { atOnce, forEachNamed } from "../../cli/parallel.js";
import { defineCommand } from "../../cli/spec.js";
import { containerPath } from "../../engine/object-path.js";

export default defineCommand({
  path: "container unpause",
  aliases: ["unpause"],
  summary: "Let the processes of paused containers go on",
  usage: "CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags: {},
  examples: [{ say: "Go on", run: "unpause web" }],
  async run(ctx, names) {
    const engine = await ctx.engine();
    const unpause = async (name: string) => {
      const answer = await engine.request("POST", `${containerPath(name)}/unpause`);
      await answer.bytes();
    };
    await forEachNamed(ctx, names, unpause, { limit: atOnce(engine) });
  },
});
