import { defineAction } from "../../cli/action.js";
import { containerPath } from "../../engine/object-path.js";
import { send } from "../../engine/send.js";
import { endingFlags, toEndingQuery } from "./ending.js";

export default defineAction({
  path: "container stop",
  aliases: ["stop"],
  summary: "Stop running containers",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags: endingFlags,
  examples: [
    { say: "Give a container a minute to stop", run: "stop -t 60 db" },
    { say: "Stop with another signal", run: "stop -s SIGINT web" },
  ],
  objects: "container",
  waiting: "Stopping",
  async each({ engine, flags, changed }) {
    const query = toEndingQuery(flags, changed, await engine.apiVersion().catch(() => ""));
    return (name) => send(engine, "POST", `${containerPath(name)}/stop`, { query });
  },
});
