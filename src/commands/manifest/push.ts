import { bool } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { pushList } from "./list.js";
import { manifestName, registryClient } from "./names.js";
import { openManifestStore } from "./store.js";

export default defineCommand({
  path: "manifest push",
  summary: "Push a local manifest list to its registry",
  usage: "[OPTIONS] MANIFEST_LIST",
  args: { min: 1, max: 1 },
  flags: {
    insecure: bool("Allow communication with an insecure registry"),
    purge: bool("Remove the local manifest list after the push", { short: "p" }),
  },
  examples: [{ say: "Push the list, then remove it here", run: "manifest push --purge example.com/app:1" }],
  async run(ctx, [target = ""], f) {
    const list = manifestName(target);
    const store = openManifestStore(ctx.config().dir);
    const manifests = store.list(list);
    const registry = registryClient(ctx, f.insecure);
    try {
      const say = (line: string) => ctx.stdout.write(`${line}\n`);
      say(await pushList(manifests, list, registry, say));
    } finally {
      registry.close();
    }
    if (f.purge) store.remove(list);
  },
});
