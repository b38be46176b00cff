import { defineAction } from "../../cli/action.js";
import { jsonObject } from "../../engine/json-object.js";
import { containerPath } from "../../engine/object-path.js";

export default defineAction({
  path: "container wait",
  aliases: ["wait"],
  summary: "Wait until containers stop, then print their exit codes",
  usage: "CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags: {},
  examples: [{ say: "Continue when a job has finished", run: "wait job && dockline logs job" }],
  objects: "container",
  waiting: "Waiting for",
  // The daemon answers at once and ends the body when the container ends: a connection cut before that is an error.
  each:
    ({ engine }) =>
    (name) =>
      jsonObject<{ StatusCode: number }>(engine, "POST", `${containerPath(name)}/wait`),
  lines: ({ StatusCode }) => [String(StatusCode)],
});
