import type { Ctx } from "../../cli/context.js";
import { objectFormat } from "../../cli/inspection.js";
import { defineCommand } from "../../cli/spec.js";
import { encodeContext } from "../../config/context-store.js";
import { type Inspected, inspect } from "../../format/inspect.js";
import { encodeJson } from "../../values/json/encode.js";
import { contextNamed, currentName, foldersOf, materialOf } from "./known.js";

/** JSON is printed as it was made here; a template sees nothing but the type. */
function inspected(ctx: Ctx, name: string, template: boolean): Inspected {
  const context = JSON.parse(encodeContext(contextNamed(ctx, name)));
  const { meta, tls } = foldersOf(ctx, name);
  const material = Object.entries(materialOf(ctx, name)).map(([endpoint, files]) => [endpoint, Object.keys(files)]);
  const shown = { ...context, TLSMaterial: Object.fromEntries(material), Storage: { MetadataPath: meta, TLSPath: tls } };
  return { raw: encodeJson(shown), root: "context", typedOnly: template };
}

export default defineCommand({
  path: "context inspect",
  summary: "Show detailed information about contexts",
  usage: "[OPTIONS] [CONTEXT] [CONTEXT...]",
  args: { min: 0 },
  root: "context",
  flags: { format: objectFormat() },
  examples: [{ say: "Show the current context's endpoint", run: "context inspect -f '{{.Endpoints.docker.Host}}'" }],
  async run(ctx, names, { format }) {
    const current = currentName(ctx);
    const get = async (name: string) => inspected(ctx, name, !["", "json", "yaml"].includes(format));
    await inspect(names.length > 0 ? names : [current], format, get, (text) => ctx.stdout.write(text));
  },
});
