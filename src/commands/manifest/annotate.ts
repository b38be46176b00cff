import { str } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { strings } from "../../cli/strings.js";
import { UserError } from "../../errors.js";
import { manifestName } from "./names.js";
import { withAnnotations } from "./platform.js";
import { NotFoundError, openManifestStore } from "./store.js";

export default defineCommand({
  path: "manifest annotate",
  summary: "Add information about an image to a local manifest list",
  usage: "[OPTIONS] MANIFEST_LIST MANIFEST",
  args: { min: 2, max: 2 },
  flags: {
    arch: str("Architecture (amd64, arm64, ...)"),
    os: str("Operating system (linux, windows, ...)"),
    osFeatures: strings("Required feature of the operating system"),
    osVersion: str("Version of the operating system"),
    variant: str("Variant of the architecture (v7, ...)"),
  },
  examples: [
    {
      say: "Mark an image as built for 64-bit ARM",
      run: "manifest annotate --os linux --arch arm64 example.com/app:1 example.com/app:1-arm64",
    },
  ],
  async run(ctx, [target = "", image = ""], f) {
    const list = manifestName(target, `annotate: error parsing name for manifest list ${target}: `);
    const ref = manifestName(image, `annotate: error parsing name for manifest ${image}: `);
    const store = openManifestStore(ctx.config().dir);
    const kept = (() => {
      try {
        return store.get(list, ref);
      } catch (error) {
        if (error instanceof NotFoundError) throw new UserError(`manifest for image ${image} does not exist in ${target}`);
        throw error;
      }
    })();
    const platform = withAnnotations(kept.descriptor.platform ?? {}, f);
    store.save(list, { ...kept, ref, descriptor: { ...kept.descriptor, platform } });
  },
});
