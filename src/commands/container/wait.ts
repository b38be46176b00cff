import { atOnce, forEachNamed } from "../../cli/parallel.js";
import { defineCommand } from "../../cli/spec.js";
import { jsonObject } from "../../engine/json-object.js";
import { containerPath } from "../../engine/object-path.js";

export default defineCommand({
  path: "container wait",
  aliases: ["wait"],
  summary: "Wait until containers end, then print their exit codes",
  usage: "CONTAINER [CONTAINER...]",
  args: { min: 1 },
  flags: {},
  examples: [{ say: "Go on when a job has ended", run: "wait job && dockline logs job" }],
  async run(ctx, names) {
    const engine = await ctx.engine();
    // The engine answers at once and ends the body when the container ends: a connection cut before that is an error.
    const wait = (name: string) => jsonObject<{ StatusCode: number }>(engine, "POST", `${containerPath(name)}/wait`);
    await forEachNamed(ctx, names, wait, { limit: atOnce(engine), waiting: "Waiting for", shown: ({ StatusCode }) => String(StatusCode) });
  },
});
