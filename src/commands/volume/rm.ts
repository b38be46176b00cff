import { defineAction } from "../../cli/action.js";
import { bool } from "../../cli/flags.js";
import { checkedName, objectPath } from "../../engine/object-path.js";
import { send } from "../../engine/send.js";

export default defineAction({
  path: "volume rm",
  aliases: ["volume remove"],
  summary: "Remove volumes that no container uses",
  usage: "[OPTIONS] VOLUME [VOLUME...]",
  args: { min: 1 },
  flags: { force: bool("Even where the driver cannot", { short: "f", api: "1.25" }) },
  examples: [{ say: "Whatever is unused", run: "volume rm $(dockline volume ls -q -f dangling=true)" }],
  objects: "volume",
  waiting: "Removing",
  each:
    ({ engine, flags: { force } }) =>
    async (name) =>
      send(engine, "DELETE", objectPath("volumes", checkedName("volume", name)), { query: { force } }),
});
