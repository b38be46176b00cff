import { defineCommand } from "../../cli/spec.js";
import { stopEngine } from "../../private-engine/end.js";
import { withLock } from "../../private-engine/lock.js";
import { runningEngine } from "../../private-engine/running.js";

export default defineCommand({
  path: "engine down",
  summary: "Stop your private engine, with its containers; its data stays",
  usage: "",
  args: { min: 0, max: 0 },
  flags: {},
  examples: [{ say: "At the end of the day", run: "engine down" }],
  async run(ctx) {
    const found = runningEngine(ctx);
    if (!found) {
      ctx.stderr.write("Your private engine does not run.\n");
      return;
    }
    const spinner = ctx.spinner("Stopping the engine");
    try {
      await withLock(found.place, () => stopEngine(ctx, found.place));
    } finally {
      spinner.stop();
    }
    ctx.stderr.write("The engine is stopped; its data stays until 'dockline engine rm'.\n");
  },
});
