import { atOnce, forEachNamed } from "../../cli/parallel.js";
import { defineCommand, str } from "../../cli/spec.js";
import { containerPath } from "../../engine/object-path.js";

export default defineCommand({
  path: "container kill",
  aliases: ["kill"],
  summary: "Send running containers a signal (KILL unless told)",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags: { signal: str("Which signal: SIGHUP, HUP or 1", { short: "s" }) },
  examples: [{ say: "Let a server read its configuration again", run: "kill -s HUP web" }],
  async run(ctx, names, f) {
    const engine = await ctx.engine();
    const kill = async (name: string) => {
      const answer = await engine.request("POST", `${containerPath(name)}/kill`, { query: { signal: f.signal } });
      await answer.bytes();
    };
    await forEachNamed(ctx, names, kill, { limit: atOnce(engine), waiting: "Killing" });
  },
});
