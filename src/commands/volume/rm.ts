import { defineAction } from "../../cli/action.js";
import { bool } from "../../cli/flags.js";
import { checkedName, objectPath } from "../../engine/object-path.js";
import { send } from "../../engine/send.js";

export default defineAction({
  path: "volume rm",
  aliases: ["volume remove"],
  summary: "Remove volumes",
  usage: "[OPTIONS] VOLUME [VOLUME...]",
  args: { min: 1 },
  flags: { force: bool("Force the removal of volumes", { short: "f", api: "1.25" }) },
  examples: [{ say: "Remove all unused volumes", run: "volume rm $(dockline volume ls -q -f dangling=true)" }],
  objects: "volume",
  waiting: "Removing",
  each:
    ({ engine, flags: { force } }) =>
    async (name) =>
      send(engine, "DELETE", objectPath("volumes", checkedName("volume", name)), { query: { force } }),
});
