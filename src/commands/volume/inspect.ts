import { objectFormat } from "../../cli/format.js";
import { defineCommand } from "../../cli/spec.js";
import { inspectObject, kindNamed } from "../../engine/objects.js";
import { inspect } from "../../format/inspect.js";

export default defineCommand({
  path: "volume inspect",
  summary: "Show all that the engine knows of volumes",
  usage: "[OPTIONS] VOLUME [VOLUME...]",
  args: { min: 1 },
  flags: { format: objectFormat() },
  examples: [{ say: "Where its files are", run: "volume inspect -f '{{.Mountpoint}}' data" }],
  async run(ctx, names, { format }) {
    const engine = await ctx.engine();
    const get = async (name: string) => ({ ...(await inspectObject(engine, kindNamed("volume"), name)), typedOnly: true });
    await inspect(names, format, get, (text) => ctx.stdout.write(text));
  },
});
