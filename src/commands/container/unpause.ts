import { defineAction } from "../../cli/action.js";
import { containerPath } from "../../engine/object-path.js";
import { send } from "../../engine/send.js";

export default defineAction({
  path: "container unpause",
  aliases: ["unpause"],
  summary: "Unpause all processes in containers",
  usage: "CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags: {},
  examples: [{ say: "Resume a container", run: "unpause web" }],
  objects: "container",
  each:
    ({ engine }) =>
    (name) =>
      send(engine, "POST", `${containerPath(name)}/unpause`),
});
