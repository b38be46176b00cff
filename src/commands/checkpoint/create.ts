import { bool, str } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { checkedCheckpointPath } from "./path.js";

export default defineCommand({
  path: "checkpoint create",
  summary: "Create a checkpoint of a running container",
  usage: "[OPTIONS] CONTAINER CHECKPOINT",
  args: { min: 2, max: 2 },
  names: { kind: "container", which: "first" },
  experimental: true,
  flags: {
    checkpointDir: str("Checkpoint directory on the daemon's host"),
    leaveRunning: bool("Leave the container running after the checkpoint"),
  },
  examples: [
    {
      say: "Stop a container now and resume it from here later",
      run: "checkpoint create web before && dockline start --checkpoint before web",
    },
  ],
  async run(ctx, [container = "", id = ""], { checkpointDir, leaveRunning }) {
    const body = { CheckpointID: id, CheckpointDir: checkpointDir, Exit: !leaveRunning };
    const engine = await ctx.engine();
    const answer = await engine.request("POST", checkedCheckpointPath(container), { body });
    await answer.bytes();
    ctx.stdout.write(`${id}\n`);
  },
});
