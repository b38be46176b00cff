import fs from "node:fs";
import path from "node:path";
import type { Ctx } from "../../cli/context.js";
import { defineCommand } from "../../cli/spec.js";
import { checkContextName } from "../../config/context-name.js";
import { DEFAULT_CONTEXT } from "../../config/current-context.js";
import { UserError } from "../../errors.js";
import { errnoText } from "../../values/errno.js";
import { packContext } from "./archive.js";
import { contextNamed, currentName, materialOf } from "./known.js";

const MODE = 0o600;

function openNew(ctx: Ctx, shown: string): number {
  try {
    return fs.openSync(path.resolve(ctx.cwd, shown), "wx", MODE);
  } catch (error) {
    throw new UserError(`open ${shown}: ${errnoText(error)}`, { cause: error });
  }
}

/** What `find` gives is asked for with the file open already, as Docker does: a file that is there is the first complaint. */
function writeNew(ctx: Ctx, shown: string, find: () => Buffer): void {
  if (shown === "") throw new UserError("open : no such file or directory");
  const fd = openNew(ctx, shown);
  try {
    fs.writeFileSync(fd, find());
  } catch (error) {
    fs.rmSync(path.resolve(ctx.cwd, shown), { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new UserError(`write ${shown}: ${errnoText(error)}`, { cause: error });
  } finally {
    fs.closeSync(fd);
  }
}

export default defineCommand({
  path: "context export",
  summary: "Export a context, including its keys, to a tar archive",
  usage: "[OPTIONS] CONTEXT [FILE|-]",
  args: { min: 1, max: 2 },
  flags: {},
  examples: [{ say: "Export to another machine", run: "context export prod - | ssh other dockline context import prod -" }],
  async run(ctx, [name = "", file]) {
    currentName(ctx);
    if (name !== DEFAULT_CONTEXT) checkContextName(name);
    const pack = () => packContext(contextNamed(ctx, name), materialOf(ctx, name));
    if (file === "-") {
      if (ctx.stdout.isTTY) throw new UserError("cowardly refusing to export to a terminal, specify a file path");
      ctx.stdout.write(pack());
      return;
    }
    const target = file ?? `${name}.dockercontext`;
    writeNew(ctx, target, pack);
    ctx.stderr.write(`Written file "${target}"\n`);
  },
});
