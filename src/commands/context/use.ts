import { defineCommand } from "../../cli/spec.js";
import { checkContextName } from "../../config/context-name.js";
import { readContext } from "../../config/contexts.js";
import { DEFAULT_CONTEXT } from "../../config/current-context.js";
import { UserError } from "../../errors.js";
import { currentName } from "./known.js";

export default defineCommand({
  path: "context use",
  summary: "Set the current context",
  usage: "CONTEXT",
  // Docker counts the arguments itself, with its own text.
  args: { min: 0 },
  flags: {},
  examples: [{ say: "Go back to DOCKER_HOST or the local daemon", run: "context use default" }],
  async run(ctx, names) {
    if (names.length !== 1) throw new UserError(`accepts 1 arg(s), received ${names.length}`);
    const [name = ""] = names;
    currentName(ctx);
    const config = ctx.config();
    if (name !== DEFAULT_CONTEXT) {
      checkContextName(name);
      readContext(config.dir, name);
    }
    const value = name === DEFAULT_CONTEXT ? "" : name;
    if ((config.values.currentContext ?? "") !== value) {
      config.update((values) => {
        values.currentContext = value;
      });
    }
    ctx.stdout.write(`${name}\n`);
    ctx.stderr.write(`Current context is now "${name}"\n`);
    if (value !== "" && ctx.env.DOCKER_HOST) {
      ctx.stderr.write(
        `Warning: DOCKER_HOST environment variable overrides the active context. To use "${name}", either set the global --context flag, or unset DOCKER_HOST environment variable.\n`,
      );
    }
  },
});
