import { defineCommand } from "../../cli/spec.js";
import { currentName } from "./known.js";

export default defineCommand({
  path: "context show",
  summary: "Say which context is the current one",
  usage: "",
  args: { min: 0, max: 0 },
  flags: {},
  examples: [{ say: "In a prompt", run: "context show" }],
  async run(ctx) {
    ctx.stdout.write(`${currentName(ctx)}\n`);
  },
});
