import { bool } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { StatusError } from "../../errors.js";
import type { ImageManifest } from "../../registry/types.js";
import { indentJson } from "../../values/json/indent.js";
import type { Reference } from "../../values/reference.js";
import { embedded, encodeList, verboseList, verboseText } from "./encode.js";
import { sameRegistry } from "./list.js";
import { manifestName, registryClient } from "./names.js";
import { type ManifestStore, openManifestStore } from "./store.js";

function listText(ref: Reference, manifests: readonly ImageManifest[], verbose: boolean): string {
  if (verbose) return verboseList(manifests);
  for (const manifest of manifests) sameRegistry(manifest.ref, ref, "failed to assemble ManifestDescriptor: ");
  return encodeList(manifests).text;
}

/** Undefined where nothing is kept; as Docker, also where it cannot be read: then the registry is asked. */
function local(store: ManifestStore, ref: Reference): readonly ImageManifest[] | undefined {
  try {
    return store.list(ref);
  } catch (error) {
    if (error instanceof StatusError) return undefined;
    throw error;
  }
}

export default defineCommand({
  path: "manifest inspect",
  summary: "Show an image manifest or manifest list, local or from a registry",
  usage: "[OPTIONS] [MANIFEST_LIST] MANIFEST",
  args: { min: 1, max: 2 },
  flags: {
    insecure: bool("Allow communication with an insecure registry"),
    verbose: bool("Add the source, the platform and the raw manifest", { short: "v" }),
  },
  examples: [
    { say: "Show which platforms there are", run: "manifest inspect debian:12" },
    { say: "Show the manifest of each image too", run: "manifest inspect -v debian:12" },
  ],
  async run(ctx, args, f) {
    const ref = manifestName(args.at(-1) ?? "");
    const store = openManifestStore(ctx.config().dir);
    const print = (text: string) => ctx.stdout.write(`${text}\n`);
    if (args.length === 2) {
      const kept = store.get(manifestName(args[0] ?? ""), ref);
      print(f.verbose ? verboseText(kept) : indentJson(embedded(kept.payload), "\t"));
      return;
    }
    const kept = local(store, ref);
    if (kept) return print(listText(ref, kept, f.verbose));
    const registry = registryClient(ctx, f.insecure);
    try {
      const found = await registry.manifestOrList(ref);
      if (Array.isArray(found)) print(listText(ref, found, f.verbose));
      else print(f.verbose ? verboseText(found) : indentJson(found.payload.toString(), "\t"));
    } finally {
      registry.close();
    }
  },
});
