import { defineCommand } from "../../cli/spec.js";
import { containerPath } from "../../engine/object-path.js";
import { StatusError, UserError } from "../../errors.js";

export default defineCommand({
  path: "container rename",
  aliases: ["rename"],
  summary: "Rename a container",
  usage: "CONTAINER NEW_NAME",
  args: { min: 2, max: 2 },
  names: { kind: "container", which: "first" },
  flags: {},
  examples: [{ say: "Free the name for a new container", run: "rename web web-old" }],
  async run(ctx, [from = "", to = ""]) {
    const [old, name] = [from.trim(), to.trim()];
    if (old === "" || name === "") throw new UserError("Error: Neither old nor new names may be empty");
    const engine = await ctx.engine();
    try {
      const answer = await engine.request("POST", `${containerPath(old)}/rename`, { query: { name } });
      await answer.bytes();
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      ctx.stderr.write(`${error.message}\n`);
      throw new UserError(`Error: failed to rename container named ${old}`, { cause: error });
    }
  },
});
