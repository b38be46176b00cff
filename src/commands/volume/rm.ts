import { atOnce, forEachNamed } from "../../cli/parallel.js";
import { bool, defineCommand } from "../../cli/spec.js";
import { checkedName, objectPath } from "../../engine/object-path.js";

export default defineCommand({
  path: "volume rm",
  aliases: ["volume remove"],
  summary: "Remove volumes that no container uses",
  usage: "[OPTIONS] VOLUME [VOLUME...]",
  args: { min: 1 },
  flags: { force: bool("Even where the driver cannot", { short: "f", api: "1.25" }) },
  examples: [{ say: "Whatever is unused", run: "volume rm $(dockline volume ls -q -f dangling=true)" }],
  async run(ctx, names, { force }) {
    const engine = await ctx.engine();
    const remove = async (name: string) => {
      const answer = await engine.request("DELETE", objectPath("volumes", checkedName("volume", name)), { query: { force } });
      await answer.bytes();
    };
    await forEachNamed(ctx, names, remove, { limit: atOnce(engine), waiting: "Removing" });
  },
});
