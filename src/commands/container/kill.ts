import { defineAction } from "../../cli/action.js";
import { str } from "../../cli/flags.js";
import { containerPath } from "../../engine/object-path.js";
import { send } from "../../engine/send.js";

export default defineAction({
  path: "container kill",
  aliases: ["kill"],
  summary: "Kill running containers, or send them another signal",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags: { signal: str("Signal to send: SIGHUP, HUP or 1", { short: "s" }) },
  examples: [{ say: "Make a server reload its configuration", run: "kill -s HUP web" }],
  objects: "container",
  waiting: "Killing",
  each:
    ({ engine, flags }) =>
    (name) =>
      send(engine, "POST", `${containerPath(name)}/kill`, { query: { signal: flags.signal } }),
});
