import { defineCommand } from "../../cli/spec.js";
import { exportLine } from "../../private-engine/place.js";
import { mustRun } from "../../private-engine/running.js";

export default defineCommand({
  path: "engine env",
  summary: "Print the line that makes a shell use your private engine",
  usage: "",
  args: { min: 0, max: 0 },
  flags: {},
  examples: [{ say: "Use it in another shell", run: 'eval "$(dockline engine env)"' }],
  async run(ctx) {
    ctx.stdout.write(exportLine(mustRun(ctx).place));
  },
});
