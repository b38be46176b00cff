import { objectFormat } from "../../cli/format.js";
import { defineCommand } from "../../cli/spec.js";
import { inspectObject, kindNamed } from "../../engine/objects.js";
import { inspect } from "../../format/inspect.js";

export default defineCommand({
  path: "plugin inspect",
  summary: "Show all that the engine knows of plugins",
  usage: "[OPTIONS] PLUGIN [PLUGIN...]",
  args: { min: 1 },
  flags: { format: objectFormat() },
  examples: [{ say: "What can be set", run: "plugin inspect -f '{{json .Settings.Env}}' sshfs" }],
  async run(ctx, names, { format }) {
    const engine = await ctx.engine();
    await inspect(
      names,
      format,
      (name) => inspectObject(engine, kindNamed("plugin"), name),
      (text) => ctx.stdout.write(text),
    );
  },
});
