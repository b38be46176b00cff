import { defineCommand } from "../../cli/spec.js";
import { currentName } from "./known.js";

export default defineCommand({
  path: "context show",
  summary: "Print the name of the current context",
  usage: "",
  args: { min: 0, max: 0 },
  flags: {},
  examples: [{ say: "Use it in a shell prompt", run: "context show" }],
  async run(ctx) {
    ctx.stdout.write(`${currentName(ctx)}\n`);
  },
});
