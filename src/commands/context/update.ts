import { str } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { checkContextName } from "../../config/context-name.js";
import { replaceMaterial, writeContext } from "../../config/context-store.js";
import { readContext } from "../../config/contexts.js";
import { dockerEndpoint, dockerFlag } from "./docker-endpoint.js";
import { currentName, materialOf } from "./known.js";

export default defineCommand({
  path: "context update",
  summary: "Update a context",
  usage: "[OPTIONS] CONTEXT",
  args: { min: 1, max: 1 },
  flags: {
    description: str("Description of the context"),
    docker: dockerFlag(),
  },
  examples: [{ say: "Change the endpoint", run: "context update prod --docker host=ssh://me@10.0.0.6" }],
  async run(ctx, [name = ""], f, changed) {
    currentName(ctx);
    const { dir } = ctx.config();
    checkContextName(name);
    const context = readContext(dir, name);
    const metadata = { ...context.metadata, ...(f.description && { Description: f.description }) };
    const found = changed.has("docker") ? await dockerEndpoint(ctx, f.docker) : undefined;
    if (found) {
      const { docker: _, ...others } = materialOf(ctx, name);
      replaceMaterial(dir, name, { ...others, ...found.material });
    }
    writeContext(dir, { ...context, name: context.name || name, metadata, ...(found && { docker: found.endpoint }) });
    ctx.stdout.write(`${name}\n`);
    ctx.stderr.write(`Successfully updated context "${name}"\n`);
  },
});
