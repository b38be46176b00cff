import type { Ctx } from "../../cli/context.js";
import { UserError } from "../../errors.js";

/** Refuses to attach a pipe to a container's terminal. Throws Docker's text. */
export function checkTtyInput(ctx: Ctx, attachStdin: boolean, tty: boolean): void {
  if (!attachStdin || !tty || ctx.stdin.isTTY) return;
  const hint = ctx.platform === "win32" ? ".  If you are using mintty, try prefixing the command with 'winpty'" : "";
  throw new UserError(`the input device is not a TTY${hint}`);
}
