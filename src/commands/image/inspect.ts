import { objectFormat } from "../../cli/format.js";
import { defineCommand, str } from "../../cli/spec.js";
import { inspectObject, kindNamed } from "../../engine/objects.js";
import { inspect } from "../../format/inspect.js";
import { hostPlatform } from "../../values/platform.js";
import { platformQuery } from "./platform-query.js";

export default defineCommand({
  path: "image inspect",
  summary: "Show all that the engine knows of images",
  usage: "[OPTIONS] IMAGE [IMAGE...]",
  args: { min: 1 },
  flags: {
    format: objectFormat(),
    platform: str('The variant for this platform, "os[/arch[/variant]]"', { api: "1.49" }),
  },
  examples: [{ say: "Where it came from", run: "image inspect -f '{{json .RepoDigests}}' debian" }],
  async run(ctx, names, f) {
    const query = { platform: f.platform && platformQuery(f.platform, hostPlatform(ctx.platform, ctx.arch)) };
    const engine = await ctx.engine();
    const get = (name: string) => inspectObject(engine, kindNamed("image"), name, query);
    await inspect(names, f.format, get, (text) => ctx.stdout.write(text));
  },
});
