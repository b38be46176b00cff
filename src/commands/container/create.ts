import { defineCommand } from "../../cli/spec.js";
import { createFlags } from "./create/flags.js";
import { createContainer, readCreateBody } from "./create-container.js";

export default defineCommand({
  path: "container create",
  aliases: ["create"],
  summary: "Create a container without starting it",
  usage: "[OPTIONS] IMAGE [COMMAND] [ARG...]",
  args: { min: 1 },
  interspersed: false,
  flags: createFlags,
  examples: [{ say: "Create now, start later", run: "create --name web -p 8080:80 nginx" }],
  async run(ctx, args, f, changed) {
    const body = await readCreateBody(ctx, "create", args, f, changed);
    const id = await createContainer(ctx, await ctx.engine(), body, f, changed);
    ctx.stdout.write(`${id}\n`);
    return 0;
  },
});
