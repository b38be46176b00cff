import { defineAction } from "../../cli/action.js";
import { containerPath } from "../../engine/object-path.js";
import { send } from "../../engine/send.js";

export default defineAction({
  path: "container pause",
  aliases: ["pause"],
  summary: "Pause all processes in containers",
  usage: "CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags: {},
  examples: [{ say: "Pause two containers while files are copied", run: "pause web db" }],
  objects: "container",
  each:
    ({ engine }) =>
    (name) =>
      send(engine, "POST", `${containerPath(name)}/pause`),
});
