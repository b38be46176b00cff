import { throwJoined } from "../../cli/parallel.js";
import { defineCommand } from "../../cli/spec.js";
import { StatusError } from "../../errors.js";
import { manifestName } from "./names.js";
import { openManifestStore } from "./store.js";

export default defineCommand({
  path: "manifest rm",
  summary: "Delete manifest lists from local storage",
  usage: "MANIFEST_LIST [MANIFEST_LIST...]",
  args: { min: 1 },
  flags: {},
  examples: [{ say: "Start over", run: "manifest rm example.com/app:1" }],
  async run(ctx, targets) {
    const store = openManifestStore(ctx.config().dir);
    const errors: StatusError[] = [];
    for (const target of targets) {
      try {
        const list = manifestName(target);
        store.list(list);
        store.remove(list);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        errors.push(error);
      }
    }
    throwJoined(errors);
  },
});
