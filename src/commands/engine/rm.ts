import fs from "node:fs";
import { bool } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { confirm } from "../../io/prompt.js";
import { letGo, removeFiles } from "../../private-engine/end.js";
import { withLock } from "../../private-engine/lock.js";
import { placeOf } from "../../private-engine/place.js";

export default defineCommand({
  path: "engine rm",
  summary: "Remove your private engine and all its containers, images and volumes",
  usage: "[OPTIONS]",
  args: { min: 0, max: 0 },
  flags: { force: bool("Do not ask for confirmation", { short: "f" }) },
  examples: [{ say: "Without a question", run: "engine rm -f" }],
  async run(ctx, _args, f) {
    const place = placeOf(ctx);
    if (ctx.platform !== "linux" || !fs.existsSync(place.folder)) {
      ctx.stderr.write("You have no private engine.\n");
      return;
    }
    const question = `WARNING! This removes the engine with all its containers, images and volumes: ${place.folder}\nAre you sure you want to continue?`;
    if (!f.force && !(await confirm(ctx, question))) return;
    const spinner = ctx.spinner("Removing the engine");
    try {
      await withLock(place, async () => {
        await letGo(place);
        await removeFiles(place);
      });
    } finally {
      spinner.stop();
    }
    ctx.stderr.write("The engine is removed.\n");
  },
});
