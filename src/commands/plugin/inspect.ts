import { defineInspection } from "../../cli/inspection.js";

export default defineInspection({
  path: "plugin inspect",
  summary: "Show all that the engine knows of plugins",
  usage: "[OPTIONS] PLUGIN [PLUGIN...]",
  flags: {},
  examples: [{ say: "What can be set", run: "plugin inspect -f '{{json .Settings.Env}}' sshfs" }],
  kind: "plugin",
});
