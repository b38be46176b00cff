import { str } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { checkedCheckpointPath } from "./path.js";

export default defineCommand({
  path: "checkpoint rm",
  aliases: ["checkpoint remove"],
  summary: "Remove a container's checkpoint",
  usage: "[OPTIONS] CONTAINER CHECKPOINT",
  args: { min: 2, max: 2 },
  names: { kind: "container", which: "first" },
  experimental: true,
  flags: { checkpointDir: str("Checkpoint directory on the daemon's host") },
  examples: [{ say: "Remove one that is no longer needed", run: "checkpoint rm web before" }],
  async run(ctx, [container = "", id = ""], { checkpointDir }) {
    const engine = await ctx.engine();
    const answer = await engine.request("DELETE", checkedCheckpointPath(container, id), { query: { dir: checkpointDir } });
    await answer.bytes();
  },
});
