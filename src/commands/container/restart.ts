import { defineAction } from "../../cli/action.js";
import { containerPath } from "../../engine/object-path.js";
import { send } from "../../engine/send.js";
import { endingFlags, toEndingQuery } from "./ending.js";

export default defineAction({
  path: "container restart",
  aliases: ["restart"],
  summary: "Restart containers",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags: endingFlags,
  examples: [{ say: "Restart without waiting", run: "restart -t 0 web" }],
  objects: "container",
  waiting: "Restarting",
  // One after the other: `restart db web` means that db is back before web comes.
  limit: 1,
  async each({ engine, flags, changed }) {
    const query = toEndingQuery(flags, changed, await engine.apiVersion().catch(() => ""));
    return (name) => send(engine, "POST", `${containerPath(name)}/restart`, { query });
  },
});
