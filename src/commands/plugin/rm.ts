import { defineAction } from "../../cli/action.js";
import { bool } from "../../cli/flags.js";
import { pluginRequest } from "./request.js";

export default defineAction({
  path: "plugin rm",
  aliases: ["plugin remove"],
  summary: "Remove plugins",
  usage: "[OPTIONS] PLUGIN [PLUGIN...]",
  args: { min: 1 },
  flags: { force: bool("Force the removal of an active plugin", { short: "f" }) },
  examples: [{ say: "Remove an enabled plugin", run: "plugin rm -f sshfs" }],
  objects: "plugin",
  waiting: "Removing",
  each:
    ({ engine, flags: { force } }) =>
    (name) =>
      pluginRequest(engine, "DELETE", name, "", { query: { force } }),
});
