import { str } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { containerPath } from "../../engine/object-path.js";
import { UserError } from "../../errors.js";
import { newFile } from "../../io/new-file.js";

const flags = {
  output: str("Write to a file instead of standard output", { short: "o" }),
};

export default defineCommand({
  path: "container export",
  aliases: ["export"],
  summary: "Export a container's file system as a tar archive",
  usage: "[OPTIONS] CONTAINER",
  args: { min: 1, max: 1 },
  names: { kind: "container", which: "all" },
  flags,
  examples: [
    { say: "Export to a file", run: "export -o web.tar web" },
    { say: "List the contents", run: "export web | tar t" },
  ],
  async run(ctx, [container = ""], f) {
    if (f.output === "" && ctx.stdout.isTTY) {
      throw new UserError("cowardly refusing to save to a terminal. Use the -o flag or redirect");
    }
    const file = f.output === "" ? undefined : newFile(ctx, f.output, "failed to export container: ");
    const engine = await ctx.engine();
    const answer = await engine.request("GET", `${containerPath(container)}/export`);
    if (file) await file.fill(answer.borrowed()).finally(ctx.spinner(`Exporting ${container}`).stop);
    else for await (const chunk of answer.borrowed()) await ctx.stdout.writeAsync(chunk);
  },
});
