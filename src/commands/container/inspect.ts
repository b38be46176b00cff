import { objectFormat } from "../../cli/format.js";
import { bool, defineCommand } from "../../cli/spec.js";
import { inspectObject, kindNamed } from "../../engine/objects.js";
import { inspect } from "../../format/inspect.js";

export default defineCommand({
  path: "container inspect",
  summary: "Show all that the engine knows of containers",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags: {
    format: objectFormat(),
    size: bool("Add the sizes of the files", { short: "s" }),
  },
  examples: [{ say: "Its address", run: "container inspect -f '{{.NetworkSettings.IPAddress}}' web" }],
  async run(ctx, names, f) {
    const engine = await ctx.engine();
    const get = (name: string) => inspectObject(engine, kindNamed("container"), name, { size: f.size });
    await inspect(names, f.format, get, (text) => ctx.stdout.write(text));
  },
});
