import type { Ctx } from "../../cli/context.js";
import { bool } from "../../cli/flags.js";
import { throwJoined } from "../../cli/parallel.js";
import { defineCommand } from "../../cli/spec.js";
import { isStored, removeContext } from "../../config/context-store.js";
import { DEFAULT_CONTEXT } from "../../config/current-context.js";
import { type StatusError, UserError } from "../../errors.js";
import { currentName } from "./known.js";

function remove(ctx: Ctx, name: string, current: boolean, force: boolean): void {
  if (name === DEFAULT_CONTEXT) throw new UserError(`context "${DEFAULT_CONTEXT}" cannot be removed`);
  const config = ctx.config();
  if (current && !force) throw new UserError(`context "${name}" is in use, set -f flag to force remove`);
  if (!force && !isStored(config.dir, name)) throw new UserError(`context "${name}" does not exist`, { kind: "not-found" });
  if (current) {
    config.update((values) => {
      values.currentContext = "";
    });
  }
  removeContext(config.dir, name);
}

export default defineCommand({
  path: "context rm",
  aliases: ["context remove"],
  summary: "Remove contexts",
  usage: "CONTEXT [CONTEXT...]",
  args: { min: 1 },
  flags: { force: bool("Force removal of a context in use; ignore missing ones", { short: "f" }) },
  examples: [{ say: "Remove the current context", run: "context rm -f prod" }],
  async run(ctx, names, { force }) {
    const current = currentName(ctx);
    const failed: StatusError[] = [];
    for (const name of names) {
      try {
        remove(ctx, name, name === current, force);
        ctx.stdout.write(`${name}\n`);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        failed.push(error);
      }
    }
    throwJoined(failed);
  },
});
