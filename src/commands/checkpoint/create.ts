import { bool, str } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { checkedCheckpointPath } from "./path.js";

export default defineCommand({
  path: "checkpoint create",
  summary: "Freeze a running container's state to disk",
  usage: "[OPTIONS] CONTAINER CHECKPOINT",
  args: { min: 2, max: 2 },
  names: { kind: "container", which: "first" },
  experimental: true,
  flags: {
    checkpointDir: str("Where the daemon keeps it"),
    leaveRunning: bool("Let the container go on"),
  },
  examples: [{ say: "Stop it now, go on from there later", run: "checkpoint create web before && dockline start --checkpoint before web" }],
  async run(ctx, [container = "", id = ""], { checkpointDir, leaveRunning }) {
    const body = { CheckpointID: id, CheckpointDir: checkpointDir, Exit: !leaveRunning };
    const engine = await ctx.engine();
    const answer = await engine.request("POST", checkedCheckpointPath(container), { body });
    await answer.bytes();
    ctx.stdout.write(`${id}\n`);
  },
});
