import type { Ctx } from "../../cli/context.js";
import { str } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { checkContextName } from "../../config/context-name.js";
import { checkUnused, replaceMaterial, type TlsMaterial, writeContext } from "../../config/context-store.js";
import type { StoredContext } from "../../config/contexts.js";
import { UserError } from "../../errors.js";
import { dockerEndpoint, dockerFlag } from "./docker-endpoint.js";
import { contextNamed, currentName, describe, materialOf } from "./known.js";

type Made = Pick<StoredContext, "metadata" | "docker" | "others"> & { material: TlsMaterial };

/** A context with a description that wins over what `metadata` says. */
function described(metadata: StoredContext["metadata"], description: string): StoredContext["metadata"] {
  return description === "" ? metadata : { ...metadata, Description: description };
}

function copyOf(ctx: Ctx, name: string, description: string): Made {
  const source = contextNamed(ctx, name);
  const { metadata, docker, others } = source;
  return {
    metadata: described(metadata, description || describe(source)),
    ...(docker !== undefined && { docker }),
    ...(others && { others }),
    material: materialOf(ctx, name),
  };
}

export default defineCommand({
  path: "context create",
  summary: "Create a context",
  usage: "[OPTIONS] CONTEXT",
  args: { min: 1, max: 1 },
  flags: {
    description: str("Description of the context"),
    docker: dockerFlag(),
    from: str("Copy this context (default: the current one, unless --docker is given)"),
  },
  examples: [
    { say: "Reach a daemon over ssh", run: "context create build --docker host=ssh://me@build.example.com" },
    { say: "Reach a daemon over TLS", run: "context create prod --docker host=tcp://10.0.0.5:2376,ca=ca.pem,cert=cert.pem,key=key.pem" },
  ],
  async run(ctx, [name = ""], f, changed) {
    const current = currentName(ctx);
    const { dir } = ctx.config();
    checkContextName(name);
    checkUnused(dir, name);
    if (f.from !== "" && changed.has("docker")) throw new UserError("cannot use --docker flag when --from is set");
    let made: Made;
    if (changed.has("docker") && f.from === "") {
      const { endpoint, material } = await dockerEndpoint(ctx, f.docker);
      made = { metadata: described({}, f.description), docker: endpoint, material };
    } else made = copyOf(ctx, f.from || current, f.description);
    const { material, ...context } = made;
    replaceMaterial(dir, name, material);
    writeContext(dir, { name, description: "", ...context });
    ctx.stdout.write(`${name}\n`);
    ctx.stderr.write(`Successfully created context "${name}"\n`);
  },
});
