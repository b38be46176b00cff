import { bool } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { UserError } from "../../errors.js";
import { fullString } from "../../values/reference.js";
import { manifestName, registryClient } from "./names.js";
import { type ManifestStore, NotFoundError, openManifestStore } from "./store.js";

/** What `look` finds; undefined where it finds nothing. */
function ifKept<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

function refuseAmend(store: ManifestStore, list: Parameters<ManifestStore["list"]>[0]): void {
  if (ifKept(() => store.list(list))) throw new UserError("refusing to amend an existing manifest list with no --amend flag");
}

export default defineCommand({
  path: "manifest create",
  summary: "Create a local manifest list, to be annotated and pushed",
  usage: "MANIFEST_LIST MANIFEST [MANIFEST...]",
  args: { min: 2 },
  flags: {
    amend: bool("Amend an existing manifest list", { short: "a" }),
    insecure: bool("Allow communication with an insecure registry"),
  },
  examples: [
    {
      say: "Put two architectures under one name",
      run: "manifest create example.com/app:1 example.com/app:1-amd64 example.com/app:1-arm64",
    },
  ],
  async run(ctx, [target = "", ...images], f) {
    const list = manifestName(target, `error parsing name for manifest list ${target}: `);
    const store = openManifestStore(ctx.config().dir);
    if (!f.amend) refuseAmend(store, list);
    const registry = registryClient(ctx, f.insecure);
    try {
      for (const image of images) {
        const ref = manifestName(image);
        const kept = ifKept(() => store.get(list, ref));
        store.save(list, kept?.exact ? kept : await registry.manifest(ref));
      }
    } finally {
      registry.close();
    }
    ctx.stdout.write(`Created manifest list ${fullString(list)}\n`);
  },
});
