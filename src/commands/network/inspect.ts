import { objectFormat } from "../../cli/format.js";
import { bool, defineCommand } from "../../cli/spec.js";
import { inspectObject, kindNamed } from "../../engine/objects.js";
import { inspect } from "../../format/inspect.js";

export default defineCommand({
  path: "network inspect",
  summary: "Show all that the engine knows of networks",
  usage: "[OPTIONS] NETWORK [NETWORK...]",
  args: { min: 1 },
  flags: {
    format: objectFormat(),
    verbose: bool("Add what helps to find faults: the services of a swarm in it", { short: "v" }),
  },
  examples: [{ say: "Who is in it", run: "network inspect -f '{{range .Containers}}{{println .Name}}{{end}}' backend" }],
  async run(ctx, names, f) {
    const engine = await ctx.engine();
    const query = f.verbose ? { verbose: "true" } : {};
    const get = (name: string) => inspectObject(engine, kindNamed("network"), name, query);
    await inspect(names, f.format, get, (text) => ctx.stdout.write(text));
  },
});
