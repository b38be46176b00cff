import { defineInspection } from "../../cli/inspection.js";

export default defineInspection({
  path: "plugin inspect",
  summary: "Show detailed information about plugins",
  usage: "[OPTIONS] PLUGIN [PLUGIN...]",
  flags: {},
  examples: [{ say: "Show which settings there are", run: "plugin inspect -f '{{json .Settings.Env}}' sshfs" }],
  kind: "plugin",
});
