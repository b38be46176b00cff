import { atOnce, forEachNamed } from "../../cli/parallel.js";
import { defineCommand } from "../../cli/spec.js";
import { containerPath } from "../../engine/object-path.js";

export default defineCommand({
  path: "container pause",
  aliases: ["pause"],
  summary: "Freeze all processes of running containers",
  usage: "CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags: {},
  examples: [{ say: "Hold two containers while files are copied", run: "pause web db" }],
  async run(ctx, names) {
    const engine = await ctx.engine();
    const pause = async (name: string) => {
      const answer = await engine.request("POST", `${containerPath(name)}/pause`);
      await answer.bytes();
    };
    await forEachNamed(ctx, names, pause, { limit: atOnce(engine) });
  },
});
