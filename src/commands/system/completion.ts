import { bool } from "../../cli/flags.js";
import { defineCommand } from "../../cli/spec.js";
import { UserError } from "../../errors.js";
import { quote } from "../../values/quote.js";

export default defineCommand({
  path: "completion",
  summary: "Generate the autocompletion script for a shell",
  long: "SHELL is bash, fish, powershell or zsh. The script asks this program for completions while you type.",
  usage: "[OPTIONS] SHELL",
  args: { min: 1, max: 1 },
  flags: {
    noDescriptions: bool("Disable completion descriptions"),
  },
  examples: [
    { say: "Load it in the current bash", run: "source <(dockline completion bash)" },
    { say: "Install it for fish", run: "dockline completion fish > ~/.config/fish/completions/dockline.fish" },
  ],
  async run(ctx, [name = ""], { noDescriptions }) {
    const { shells } = await import("../../cli/complete/shells/shells.js");
    const shell = Object.hasOwn(shells, name) ? shells[name] : undefined;
    if (!shell) throw new UserError(`no completion for ${quote(name)}: must be one of ${Object.keys(shells).join(", ")}`);
    const script = shell.script(ctx.name);
    ctx.stdout.write(noDescriptions ? script.replaceAll(" __complete ", " __completeNoDesc ") : script);
  },
});
