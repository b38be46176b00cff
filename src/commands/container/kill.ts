import { defineAction } from "../../cli/action.js";
import { str } from "../../cli/flags.js";
import { containerPath } from "../../engine/object-path.js";
import { send } from "../../engine/send.js";

export default defineAction({
  path: "container kill",
  aliases: ["kill"],
  summary: "Send running containers a signal (KILL unless told)",
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags: { signal: str("Which signal: SIGHUP, HUP or 1", { short: "s" }) },
  examples: [{ say: "Let a server read its configuration again", run: "kill -s HUP web" }],
  objects: "container",
  waiting: "Killing",
  each:
    ({ engine, flags }) =>
    (name) =>
      send(engine, "POST", `${containerPath(name)}/kill`, { query: { signal: flags.signal } }),
});
